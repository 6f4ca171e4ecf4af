package dev.candor.platform.http;

/// Ends an endpoint early with an answer for the client: bad input found deep inside.
public final class RefusedException extends RuntimeException {
    private final transient Answer answer;

    public RefusedException(Answer answer) {
        super("refused with " + answer.status());
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
