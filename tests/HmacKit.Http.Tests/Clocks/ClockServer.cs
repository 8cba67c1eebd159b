using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace HmacKit.Http.Tests.Clocks;

/// <summary>A server and a client with a clock each, which a test sets apart. The server tells its time in <c>Date</c> and at <c>/api/v1/time</c>.</summary>
internal sealed class ClockServer : IAsyncDisposable
{
    private ClockServer(SignedServer server) => Server = server;

    public static SigningKey Key { get; } = SigningKey.TheOne;

    public SignedServer Server { get; }

    public required ManualTimeProvider Theirs { get; init; }

    public ManualTimeProvider Ours { get; } = new();

    public CapturedLog Log { get; } = new();

    /// <summary>What the time endpoint answers with; the right time by default.</summary>
    public Func<HttpContext, Task>? TimeAnswer { get; set; }

    /// <summary>The statuses of all signed requests.</summary>
    public IEnumerable<VerificationStatus> Statuses => Server.Seen.Where(seen => seen.Target != "/api/v1/time").Select(seen => seen.Status);

    public int TimesAsked => Server.Seen.Count(seen => seen.Target == "/api/v1/time");

    public static async Task<ClockServer> StartAsync(TimeSpan ahead)
    {
        var theirs = new ManualTimeProvider();
        var result = new ClockServer(await SignedServer.StartAsync(Key, theirs)) { Theirs = theirs };
        theirs.Shift(ahead);
        result.Server.Answer = (seen, context) =>
        {
            context.Response.Headers.Date = theirs.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
            return seen.Target == "/api/v1/time" ? result.AnswerTimeAsync(context) : Task.CompletedTask;
        };
        return result;
    }

    public HttpClient Client(ClockCorrection? correction, RequestSigner? signer = null)
    {
        var options = new SigningHandlerOptions { ClockCorrection = correction, TimeProvider = Ours };
        var handler = new SigningHandler(signer ?? Key.Signer(Ours), options, Log.For<SigningHandler>()) { InnerHandler = SigningKey.Sockets() };
        return new HttpClient(handler) { BaseAddress = Server.Http1 };
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private Task AnswerTimeAsync(HttpContext context)
    {
        context.Response.StatusCode = 200;
        return TimeAnswer is { } answer
            ? answer(context)
            : context.Response.WriteAsync($$"""{"serverTime": {{Theirs.GetUtcNow().ToUnixTimeMilliseconds()}}}""");
    }
}
