package org.rfaas.function;

/** Code cannot be used as a function; {@link #problem} says why, the message what to do. */
public final class FunctionCodeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final CodeProblem problem;

    public FunctionCodeException(CodeProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public FunctionCodeException(CodeProblem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public CodeProblem problem() {
        return problem;
    }
}
