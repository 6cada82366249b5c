import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.SqlException;
import com.google.zetasql.Type;
import com.google.zetasql.TypeFactory;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLType.TypeKind;

/**
 * Prints for each query whether Google's own analyser takes it: {@code valid}, or its complaint in one line. A program of
 * its own, run from source: on the tests' class path the analyser would break gRPC for everyone else.
 *
 * <p>Arguments: tables {@code t,…}, their columns as {@code name:TYPE,…}, parameters likewise ({@code ids:STRING[]} for an
 * array), queries.
 */
public class Analyse {

    public static void main(String[] args) {
        LanguageOptions language = new LanguageOptions();
        language.enableMaximumLanguageFeatures();
        language.setProductMode(ProductMode.PRODUCT_EXTERNAL);
        AnalyzerOptions options = new AnalyzerOptions();
        options.setLanguageOptions(language);
        for (String parameter : args[2].split(",")) {
            options.addQueryParameter(parameter.split(":")[0], type(parameter.split(":")[1]));
        }
        SimpleCatalog catalog = new SimpleCatalog("catalog");
        catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
        for (String name : args[0].split(",")) {
            SimpleTable table = new SimpleTable(name);
            for (String column : args[1].split(",")) {
                table.addSimpleColumn(column.split(":")[0], type(column.split(":")[1]));
            }
            catalog.addSimpleTable(table);
        }
        for (int i = 3; i < args.length; i++) {
            System.out.println(verdict(args[i], options, catalog));
        }
        System.exit(0);
    }

    private static String verdict(String query, AnalyzerOptions options, SimpleCatalog catalog) {
        try {
            Analyzer.analyzeStatement(query, options, catalog);
            return "valid";
        } catch (SqlException e) {
            return e.getMessage().lines().findFirst().orElse("invalid");
        }
    }

    private static Type type(String name) {
        return name.endsWith("[]")
                ? TypeFactory.createArrayType(type(name.substring(0, name.length() - 2)))
                : TypeFactory.createSimpleType(TypeKind.valueOf("TYPE_" + name));
    }
}
