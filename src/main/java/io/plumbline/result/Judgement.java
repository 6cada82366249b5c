package io.plumbline.result;

import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Verdict;
import java.util.List;

/** @param reasons why it is not PASS, a sentence each; empty for PASS */
public record Judgement(Verdict verdict, List<String> reasons, List<SloResult> slo) {

    public Judgement {
        reasons = List.copyOf(reasons);
        slo = List.copyOf(slo);
    }
}
