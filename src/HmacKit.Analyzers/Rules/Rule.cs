using Microsoft.CodeAnalysis;

namespace HmacKit.Analyzers;

/// <summary>The rules: one place for their ids, titles and messages. A test holds them against docs/analyzers.md.</summary>
internal static class Rule
{
    private const string Security = "Security";
    private const string Reliability = "Reliability";
    private const string Performance = "Performance";

    public static readonly DiagnosticDescriptor SecretInCode = Create(
        "HMAC001", Security, DiagnosticSeverity.Warning, "A secret stands in the code", "'{0}' gets a secret that stands in the code: read it from the configuration or the environment");

    public static readonly DiagnosticDescriptor ResultIgnored = Create(
        "HMAC002", Security, DiagnosticSeverity.Warning, "The result of a verification is ignored", "Nothing looks at what '{0}' says, so what it refuses is let through");

    public static readonly DiagnosticDescriptor ComparedInVariableTime = Create(
        "HMAC003", Security, DiagnosticSeverity.Warning, "A signature is compared in variable time", "'{0}' stops at the first difference, which tells a forger how much was right: let HmacKit verify, or use CryptographicOperations.FixedTimeEquals");

    public static readonly DiagnosticDescriptor SystemClock = Create(
        "HMAC004", Reliability, DiagnosticSeverity.Info, "A clock that no test can set", "'{0}' can't be set by a test, and may not be the clock that the verification goes by: take the time from a TimeProvider");

    public static readonly DiagnosticDescriptor BodyUsedUp = Create(
        "HMAC005", Reliability, DiagnosticSeverity.Warning, "A middleware uses the body up before its verification", "The body is used up here before the signature of an endpoint is verified, so each request is refused: call EnableBuffering first");

    public static readonly DiagnosticDescriptor MethodFromForm = Create(
        "HMAC006", Reliability, DiagnosticSeverity.Warning, "The method is read from the form before its verification", "FormFieldName makes UseHttpMethodOverride read forms before the signature of an endpoint is verified, so each form is refused");

    public static readonly DiagnosticDescriptor BodyNotAsSent = Create(
        "HMAC007", Security, DiagnosticSeverity.Warning, "What is verified isn't the body that came", "'{0}' gets a body that was {1}, and not the bytes that were signed: read the raw body, or let RequireSignature verify before anything is bound");

    public static readonly DiagnosticDescriptor MemoryForOneRequest = Create(
        "HMAC008", Security, DiagnosticSeverity.Warning, "A memory that lasts for one request", "This '{0}' is made anew for each {1}, so it remembers nothing: make one for the whole program");

    public static readonly DiagnosticDescriptor CompiledForOneRequest = Create(
        "HMAC009", Performance, DiagnosticSeverity.Warning, "A scheme is compiled for each request", "The scheme is compiled for each request: compile it once for the whole program");

    public static readonly DiagnosticDescriptor SignerKeepsRing = Create(
        "HMAC010", Reliability, DiagnosticSeverity.Warning, "A signer keeps keys that were looked up", "This signer is kept, and so are the keys that were found now: a rotation doesn't reach it");

    public static readonly DiagnosticDescriptor SignatureForAllRequests = Create(
        "HMAC011", Security, DiagnosticSeverity.Warning, "One signature for all requests of a client", "DefaultRequestHeaders go out with each request, and a signature fits one: sign each request, as AddHmacSigning does");

    private static DiagnosticDescriptor Create(string id, string category, DiagnosticSeverity severity, string title, string message) => new(
        id, title, message, category, severity, isEnabledByDefault: true, helpLinkUri: $"https://github.com/hmackit/hmackit/blob/main/docs/analyzers.md#{id.ToLowerInvariant()}");
}
