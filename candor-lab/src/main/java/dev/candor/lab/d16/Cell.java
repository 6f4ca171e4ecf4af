package dev.candor.lab.d16;

/// One cell of the matrix: who asks for what, and whether that is allowed.
///
/// @param role `stranger`, `viewer`, `responder` or `admin`
/// @param allowed as declared
record Cell(String role, String method, String path, boolean allowed) {
    /// Whether an answer with this status is what was declared: 401 says who are you, 403 says no.
    boolean isAnsweredBy(int status) {
        if (allowed) {
            return status != 0 && status != 401 && status != 403;
        }
        return status == (role.equals(Matrix.STRANGER) ? 401 : 403);
    }

    @Override
    public String toString() {
        return role + " " + method + " " + path;
    }
}
