using System.Buffers;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HmacKit.Inspection;

/// <summary>Takes down what comes of each verification, through the callbacks that every scheme and every kind of API key has.</summary>
internal sealed class ApplicationRecorder(ApplicationInspector inspector, TimeProvider time) : IConfigureNamedOptions<SignatureOptions>, IConfigureNamedOptions<ApiKeyOptions>
{
    private const int MaxBody = 256 * 1024;
    private const string SecretInMessage = "This scheme puts a second secret into its message, so the message isn't shown.";

    /// <summary>The middleware, which comes first.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (inspector.Page is null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var arrival = new Arrival(context, time);
        context.Features.Set(arrival);
        await next(context).ConfigureAwait(false);
        if (arrival.Finding is { } finding)
        {
            inspector.Add(arrival.ToExchange(context, finding with { Budget = BudgetOf(context.Response.Headers) }), arrival.Scheme, arrival.Secrets);
        }
    }

    public void Configure(string? name, SignatureOptions options)
    {
        options.OnVerified += (context, result) => NoteAsync(context, name ?? "", options, result);
        options.OnRefused += (context, result) => NoteAsync(context, name ?? "", options, result);
    }

    public void Configure(string? name, ApiKeyOptions options)
    {
        options.OnVerified += (context, result) => Note(context, name ?? "", options, result);
        options.OnRefused += (context, result) => Note(context, name ?? "", options, result);
    }

    public void Configure(SignatureOptions options) => Configure(Options.DefaultName, options);

    public void Configure(ApiKeyOptions options) => Configure(Options.DefaultName, options);

    private static async ValueTask NoteAsync(HttpContext context, string name, SignatureOptions options, VerificationResult result)
    {
        if (context.Features.Get<Arrival>() is not { } arrival || context.RequestServices.GetKeyedService<RequestVerifier>(name) is not { } verifier)
        {
            return;
        }

        TimeSpan took = arrival.Elapsed;
        arrival.Scheme = verifier.Scheme;
        arrival.Target = options.PublicPathPrefix + arrival.RawTarget;
        arrival.Origin = options.PublicOrigin is { } origin ? new PublicOrigin(origin) : null;
        (arrival.Body, arrival.IsBodyCut) = ReadBody(context);

        // A refusal was explained where that was switched on; for what is valid there is nothing to search.
        SignatureDiagnosis diagnosis = context.GetDiagnosis() ?? await SignatureDiagnosis
            .ExplainAsync(verifier, arrival.ToRaw(), arrival.Body, result.Status, new DiagnosisOptions { Budget = TimeSpan.Zero }, context.RequestAborted).ConfigureAwait(false);
        bool hasSecret = verifier.Scheme.Values.Values.Any(static value => value.IsSecret);
        Finding finding = Findings.Of(name, diagnosis) with
        {
            Status = VerificationStatuses.NameOf(result.Status),
            IsValid = result.IsValid,
            KeyId = result.KeyId,
            MatchedSecret = Findings.MatchedSecret(result),
            SignedId = result.Id,
            Milliseconds = took.TotalMilliseconds,
            MessageHiddenBecause = hasSecret ? SecretInMessage : null,
        };
        arrival.Finding = hasSecret ? finding with { DifferenceOffset = null, DifferenceExpected = null, DifferenceSigned = null } : finding;
        arrival.Message = hasSecret ? [] : diagnosis.ExpectedMessage[..Math.Min(diagnosis.ExpectedMessage.Length, MaxBody)].ToArray();
    }

    private static ValueTask Note(HttpContext context, string name, ApiKeyOptions options, ApiKeyResult result)
    {
        if (context.Features.Get<Arrival>() is { } arrival)
        {
            arrival.Finding = new Finding
            {
                Scheme = name,
                Status = StatusName.Of(result.Status.ToString()),
                IsValid = result.IsValid,
                KeyId = result.Identity?.KeyId,
                MatchedSecret = result.IsValid ? result.OldSecretEnds is { } end ? $"an older secret, accepted until {end.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : "the newest secret" : null,
                Milliseconds = arrival.Elapsed.TotalMilliseconds,
            };
            arrival.Secrets = [.. context.Request.Headers[options.Header].OfType<string>().SelectMany(static value => (string[])[value, value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..]])];
        }

        return ValueTask.CompletedTask;
    }

    private static string? BudgetOf(IHeaderDictionary headers) =>
        headers["RateLimit"].ToString() is { Length: > 0 } fields ? fields
        : headers["X-RateLimit-Remaining"].ToString() is { Length: > 0 } left ? $"{left} left"
        : null;

    /// <summary>The body from where the verification left it, which doesn't take it from the handler: a buffer, or a stream that can go back.</summary>
    private static (byte[] Body, bool IsCut) ReadBody(HttpContext context)
    {
        HttpRequest request = context.Request;
        try
        {
            if (request.Body.CanSeek)
            {
                long at = request.Body.Position;
                byte[] bytes = new byte[(int)Math.Min(request.Body.Length, MaxBody)];
                request.Body.Position = 0;
                int count = request.Body.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                request.Body.Position = at;
                return (bytes[..count], request.Body.Length > count);
            }

            bool isServersOwn = ReferenceEquals(context.Features.Get<IRequestBodyPipeFeature>(), context.Features.Get<IHttpRequestFeature>());
            if (isServersOwn && request.BodyReader.TryRead(out System.IO.Pipelines.ReadResult read))
            {
                byte[] bytes = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MaxBody)).ToArray();
                bool isCut = read.Buffer.Length > bytes.Length;
                request.BodyReader.AdvanceTo(read.Buffer.Start);
                return (bytes, isCut);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or NotSupportedException or OperationCanceledException)
        {
            // Somebody has read it, or is reading it, or the client is gone: then it isn't shown.
        }

        return ([], false);
    }
}
