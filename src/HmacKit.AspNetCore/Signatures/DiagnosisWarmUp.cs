using Microsoft.Extensions.Hosting;

namespace HmacKit.AspNetCore;

/// <summary>
/// Explains two made-up requests in the background once the host runs, where refusals are explained at all: the code of all slips is
/// compiled then, and the first refusal doesn't wait for it. Once in a process.
/// </summary>
internal sealed class DiagnosisWarmUp(RefusalDiagnosis diagnosis, IHostApplicationLifetime lifetime) : IHostedService
{
    /// <summary>For each of the requests. What isn't compiled by then is compiled when it is needed.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1.5);
    private static readonly Lazy<Task> LazyDone = new(() => Task.Factory.StartNew(Explain, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Whether an explanation costs no compiling any more.</summary>
    public static bool IsDone => LazyDone is { IsValueCreated: true, Value.IsCompleted: true };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (diagnosis.IsOn)
        {
            lifetime.ApplicationStarted.Register(static () => _ = LazyDone.Value);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A body, a query and a wrong signature for each way of writing one down, so that nearly all slips have something to change.</summary>
    private static void Explain()
    {
        foreach (SignatureScheme scheme in (SignatureScheme[])[Request(), Webhook()])
        {
            using HmacKey right = HmacKey.Generate(scheme.Algorithm);
            using HmacKey wrong = HmacKey.Generate(scheme.Algorithm);
            var request = new RawRequest("POST", "/a/b%2Fc?d=1&e=%20", [], """{"b":1,"a":{"c":[1.50,"ä/<\u0041",null]}}"""u8.ToArray());
            SignedHeaders headers = new RequestSigner(scheme, Ring(scheme, wrong)).Sign(request);
            var signed = new RawRequest(request.Method, request.Target, [.. headers, new("Content-Type", "application/json")], request.Body);
            SignatureDiagnosis.Explain(scheme, signed, Ring(scheme, right), TimeProvider.System.GetUtcNow(), new DiagnosisOptions { Budget = MaxTime });
        }
    }

    /// <summary>As APIs have it: a message of lines.</summary>
    private static SignatureScheme Request() => SignatureScheme.Compile(new()
    {
        Name = "warm-up-request",
        Message = "{method}\n{target}\n{timestamp}\n{nonce}\n{body:sha256:hex}",
        Headers =
        {
            ["X-Key"] = HeaderFormat.Text("{keyid}"),
            ["X-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Nonce"] = HeaderFormat.Text("{nonce}"),
            ["X-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
    });

    /// <summary>As webhooks have it: time and body, and one header with fields.</summary>
    private static SignatureScheme Webhook() => SignatureScheme.Compile(new()
    {
        Name = "warm-up-webhook",
        Message = "{timestamp}.{body}",
        Headers = { ["X-Signature"] = HeaderFormat.Fields("t={timestamp},s={signature:hex}") },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
    });

    private static KeyRing Ring(SignatureScheme scheme, HmacKey key) => scheme.HasKeyId ? new KeyRing("warm-up", key) : new KeyRing(key);
}
