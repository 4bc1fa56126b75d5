package org.rfaas.client;

import org.rfaas.function.CodeProblem;

/** The worker cannot use the code it was sent as a function; {@link #problem} says why, the message what to do. */
public final class FunctionRefusedException extends InvocationException {
    private static final long serialVersionUID = 1L;

    private final CodeProblem problem;

    FunctionRefusedException(CodeProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public CodeProblem problem() {
        return problem;
    }
}
