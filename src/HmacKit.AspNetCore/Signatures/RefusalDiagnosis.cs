using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>Explains refused requests to those who read the log, in Development or where somebody has said so loudly, and never more than so many in a minute.</summary>
internal sealed class RefusalDiagnosis(
    IHostEnvironment environment, IOptions<RefusalDiagnosisOptions> options, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>What an explanation gets at least before <see cref="DiagnosisWarmUp"/> is done: it also compiles the code of the slips.</summary>
    private static readonly TimeSpan FirstBudget = TimeSpan.FromSeconds(2);

    /// <summary>Whether the code of the slips is compiled.</summary>
    internal Func<bool> IsWarm { get; init; } = static () => DiagnosisWarmUp.IsDone;

    private readonly RefusalDiagnosisOptions _options = options.Value;
    private readonly ILogger _logger = loggers.CreateLogger(Log.Category);
    private readonly Lock _lock = new();
    private long _minute;
    private int _inThisMinute;

    /// <summary>Whether refusals are explained at all.</summary>
    public bool IsOn { get; } = (environment.IsDevelopment() || options.Value.ExplainOutsideDevelopmentBecauseOnlyOperatorsReadTheLog)
        && options.Value.MaxPerMinute > 0;

    /// <summary>
    /// Explains a request whose body is still where the verifier left it, and keeps the explanation with the request. As long as the compiler is busy with the
    /// code for it, the answer doesn't wait unless a callback does: then only the log is told, later.
    /// </summary>
    public async ValueTask ExplainAsync(HttpContext context, HttpRequestSource source, string scheme, RequestVerifier verifier, VerificationStatus status, bool isWaitedFor)
    {
        // A request that carries nothing of the scheme, and no signature by another name, is another scheme's, or nobody's.
        if (!IsOn || (verifier.Scheme.Headers.Count > 0 && verifier.Scheme.Headers.All(header => source.GetHeader(header.Name).IsMissing) && !HasSignature(context.Request.Headers)) || !TryTake())
        {
            return;
        }

        try
        {
            if (await ReadBodyAsync(context.Request, source, status, context.RequestAborted).ConfigureAwait(false) is not { IsTooLarge: false } body)
            {
                return;
            }

            bool isCold = _options.Budget < FirstBudget && !IsWarm();
            DiagnosisOptions settings = ToDiagnosisOptions(isCold);
            settings.BodyWasReadBefore = body.IsAlreadyRead;
            if (isCold && !isWaitedFor)
            {
                // Copied, since the server takes its buffer back.
                RawRequest copy = Snapshot(context, source, body.Bytes.ToArray());
                _ = Task.Run(() => ExplainLaterAsync(copy, scheme, verifier, status, settings), CancellationToken.None);
                return;
            }

            SignatureDiagnosis diagnosis = await SignatureDiagnosis
                .ExplainAsync(verifier, Snapshot(context, source, body.Bytes), body.Bytes, status, settings, context.RequestAborted).ConfigureAwait(false);
            context.Features.Set(new DiagnosisFeature(diagnosis));
            Say(scheme, diagnosis);
        }
#pragma warning disable CA1031 // an explanation that fails mustn't change the answer
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.NotExplained(_logger, exception, scheme);
        }
    }

    private async Task ExplainLaterAsync(RawRequest request, string scheme, RequestVerifier verifier, VerificationStatus status, DiagnosisOptions settings)
    {
        try
        {
            Say(scheme, await SignatureDiagnosis.ExplainAsync(verifier, request, request.Body, status, settings, CancellationToken.None).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // nobody is there to catch it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.NotExplained(_logger, exception, scheme);
        }
    }

    private void Say(string scheme, SignatureDiagnosis diagnosis)
    {
        string causes = diagnosis.Causes.Count > 0 ? string.Join(" and ", diagnosis.Causes) : string.Join(", ", diagnosis.Hints.Select(static hint => $"hint {hint}"));
        Log.Explained(_logger, scheme, causes, diagnosis.Advice);
    }

    private static bool HasSignature(IHeaderDictionary headers) => headers.Keys.Any(static name =>
        name.Contains("signature", StringComparison.OrdinalIgnoreCase) || name.Contains("hmac", StringComparison.OrdinalIgnoreCase));

    private DiagnosisOptions ToDiagnosisOptions(bool isCold)
    {
        var diagnosis = new DiagnosisOptions { Budget = isCold ? FirstBudget : _options.Budget };
        foreach (string prefix in _options.PathPrefixes)
        {
            diagnosis.PathPrefixes.Add(prefix);
        }

        return diagnosis;
    }

    /// <summary>The body from where it was looked at or captured; else it is read now, if it is known to be small. Null if it can't be had.</summary>
    private static async ValueTask<RequestBody?> ReadBodyAsync(
        HttpRequest request, HttpRequestSource source, VerificationStatus status, CancellationToken cancellationToken)
    {
        const int limit = DiagnosisOptions.DefaultMaxBodyBytes;
        if (source.Body is { } known)
        {
            return known.Length > limit ? null : RequestBody.Of(known);
        }

        if (status == VerificationStatus.BodyAlreadyRead)
        {
            return RequestBody.AlreadyRead;
        }

        if (status is VerificationStatus.BodyTooLarge or VerificationStatus.MalformedRequestLine)
        {
            return RequestBody.Of(default);
        }

        // Without a declared length a sender could make us wait.
        if (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0)
        {
            return null;
        }

        return await source.ReadBodyAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The head with all its headers: a value may have been taken from another one.</summary>
    private static RawRequest Snapshot(HttpContext context, HttpRequestSource source, ReadOnlyMemory<byte> body) => new(
        source.Method,
        source.Target,
        context.Request.Headers.SelectMany(static header => header.Value.Select(value => new KeyValuePair<string, string>(header.Key, value ?? ""))),
        body);

    private bool TryTake()
    {
        lock (_lock)
        {
            long minute = time.GetTimestamp() / (60 * time.TimestampFrequency);
            _inThisMinute = minute == _minute ? _inThisMinute + 1 : 1;
            _minute = minute;
            return _inThisMinute <= _options.MaxPerMinute;
        }
    }
}
