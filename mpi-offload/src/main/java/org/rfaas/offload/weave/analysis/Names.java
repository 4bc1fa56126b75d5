package org.rfaas.offload.weave.analysis;

import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.index.Symbol;

/** Writes polynomials as the source would. */
final class Names {
    private final String loopVariable;
    private final BodyFacts facts;

    Names(String loopVariable, BodyFacts facts) {
        this.loopVariable = loopVariable;
        this.facts = facts;
    }

    String text(Polynomial polynomial) {
        return polynomial.toString(this::name);
    }

    private String name(Symbol symbol) {
        return switch (symbol.kind()) {
            case LOOP -> loopVariable;
            case SCALAR -> facts.captures.scalarName(symbol.number());
            case ROW_LENGTH -> facts.captures.arrayName(symbol.number()) + "[].length";
            case INNER -> facts.inners.get(symbol).name();
        };
    }
}
