package walls.trace;

import com.google.cloud.bigquery.TableId;

record KnowsAnSdk(TableId table) {}
