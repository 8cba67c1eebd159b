namespace Providers.Dashboard;

/// <summary>One verification, as a person looks at it. It has no secret, signature, query or body.</summary>
/// <param name="Time">When the request came.</param>
/// <param name="Scheme">The scheme, or the kind of API key.</param>
/// <param name="Key">The key that was named; empty if none was, or the request was refused before.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The request's path.</param>
/// <param name="Verdict">What came of it: <c>Valid</c>, or why not. The caller isn't told that.</param>
/// <param name="Answer">The status code that the caller got.</param>
/// <param name="Milliseconds">From the request's arrival to the verdict.</param>
/// <param name="Remaining">What is left of the caller's budget; null if there is none.</param>
internal sealed record VerificationRecord(
    DateTimeOffset Time, string Scheme, string Key, string Method, string Path, string Verdict, int Answer, double Milliseconds, string? Remaining);
