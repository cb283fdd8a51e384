package dev.kingtide.rehearsal.simulation;

/// How a client behaves when it is kept waiting or turned away.
///
/// A client that times out closes its connection; the server goes on working on the request all the
/// same. A failed attempt is repeated after a back-off until the retries are used up or the
/// person's patience is over.
///
/// @param timeoutMillis how long an attempt may take before the client closes it
/// @param retries further attempts after the first; 0 for none
/// @param backoffMillis before the first retry
/// @param backoffFactor by how much each further back-off is longer, at least 1
/// @param patienceMillis how long the person behind it waits in all, from the first attempt; then
///   it gives up, whatever the client would do
public record ClientModel(
        double timeoutMillis,
        int retries,
        double backoffMillis,
        double backoffFactor,
        double patienceMillis) {

    /// Ten seconds a request, no retry; a person leaves after 30 s. Assumptions: 10 s is the limit
    /// for keeping a user's attention (Nielsen, Usability Engineering, 1993, chapter 5).
    public static final ClientModel DEFAULT = new ClientModel(10_000, 0, 500, 2, 30_000);

    /// Checks that every figure makes sense.
    public ClientModel {
        Checks.atLeast(timeoutMillis, 1, "timeoutMillis");
        Checks.atLeast(retries, 0, "retries");
        Checks.atLeast(backoffMillis, 0, "backoffMillis");
        Checks.atLeast(backoffFactor, 1, "backoffFactor");
        Checks.atLeast(patienceMillis, 1, "patienceMillis");
    }

    /// The back-off before an attempt, 1 for the first retry, in seconds.
    double backoffSeconds(int attempt) {
        return backoffMillis / 1000 * StrictMath.pow(backoffFactor, attempt - 1);
    }
}
