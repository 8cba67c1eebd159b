using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.Extensions.Options;

namespace Providers.Dashboard;

/// <summary>Takes down what comes of each verification, through the callbacks that every scheme and every kind of API key has.</summary>
internal sealed class VerificationRecorder(VerificationFeed feed, TimeProvider time)
    : IConfigureNamedOptions<SignatureOptions>, IConfigureNamedOptions<ApiKeyOptions>
{
    private const int MaxText = 200;

    /// <summary>The middleware, which has to come first: it knows when the request came and what was answered.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var arrival = new Arrival(time.GetUtcNow(), time.GetTimestamp());
        context.Features.Set(arrival);
        await next(context);
        if (arrival.Verdict is null)
        {
            return;
        }

        feed.Add(new VerificationRecord(
            arrival.Time,
            arrival.Scheme,
            Short(arrival.Key),
            Short(context.Request.Method),
            Short(context.Request.Path.ToUriComponent()),
            arrival.Verdict,
            context.Response.StatusCode,
            arrival.Duration.TotalMilliseconds,
            context.Response.Headers["X-RateLimit-Remaining"]));
    }

    public void Configure(string? name, SignatureOptions options)
    {
        options.OnVerified += (context, result) => Note(context, name, result.KeyId, result.Status.ToString());
        options.OnRefused += (context, result) => Note(context, name, result.KeyId, Reason(context, result.Status));
    }

    public void Configure(string? name, ApiKeyOptions options)
    {
        options.OnVerified += (context, result) => Note(context, name, result.Identity?.KeyId, result.Status.ToString());
        options.OnRefused += (context, result) => Note(context, name, result.Identity?.KeyId, result.Status.ToString());
    }

    public void Configure(SignatureOptions options) => Configure(Options.DefaultName, options);

    public void Configure(ApiKeyOptions options) => Configure(Options.DefaultName, options);

    private ValueTask Note(HttpContext context, string? scheme, string? key, string verdict)
    {
        if (context.Features.Get<Arrival>() is { } arrival)
        {
            arrival.Scheme = scheme ?? "";
            arrival.Key = key ?? "";
            arrival.Verdict = verdict;
            arrival.Duration = time.GetElapsedTime(arrival.Timestamp);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>With the explanation, which there is in Development only: this page isn't for callers.</summary>
    private static string Reason(HttpContext context, VerificationStatus status) =>
        context.GetDiagnosis() is { } diagnosis ? $"{status}: {diagnosis.Advice}" : status.ToString();

    private static string Short(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    private sealed class Arrival(DateTimeOffset time, long timestamp)
    {
        public DateTimeOffset Time => time;

        public long Timestamp => timestamp;

        public string Scheme { get; set; } = "";

        public string Key { get; set; } = "";

        public string? Verdict { get; set; }

        public TimeSpan Duration { get; set; }
    }
}
