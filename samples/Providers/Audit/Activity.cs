using HmacKit;

namespace Providers.Audit;

/// <summary>
/// Who did what at this host: each request that asks for a signature, a key or a token, each key that is issued, rotated or revoked, and what applications do with
/// users and credits. It is kept in an SQLite file beside that of the providers, in a chain that shows what was changed.
/// </summary>
internal sealed class Activity(AuditTrail trail)
{
    /// <summary>Writes down what an application did with a user.</summary>
    /// <param name="context">The request.</param>
    /// <param name="action">What was done.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="appId">The application, which owns the line and may read it.</param>
    /// <param name="target">What it was done to: ids, and nothing that a person wrote.</param>
    public void Note(HttpContext context, string action, string outcome, string appId, string target) => trail.TryWrite(new AuditEntry
    {
        Action = action,
        Outcome = outcome,
        KeyId = context.GetVerification().Identity?.KeyId,
        Owner = appId,
        Address = context.Connection.RemoteIpAddress?.ToString(),
        Target = target,
        Scheme = "osaycore",
    });
}
