using System.Collections.Concurrent;
using System.Text;

namespace HmacKit.Http.Tests.AccessTokens;

/// <summary>An authorization server over loopback: hands out token-1, token-2 and so on, each for an hour, unless a test says otherwise.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly SignedServer _server;
    private int _count;

    private TokenServer(SignedServer server) => _server = server;

    public Uri Address => new(_server.Http1, "/oauth/token");

    public IReadOnlyList<Seen> Seen => _server.Seen;

    public string ExpiresIn { get; set; } = "3600";

    /// <summary>Status and body to answer with, in place of a token.</summary>
    public (int Status, string Body)? Answer { get; set; }

    /// <summary>Answers are held back until this is done.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static async Task<TokenServer> StartAsync()
    {
        SignedServer server = await SignedServer.StartAsync();
        var tokens = new TokenServer(server);
        server.Answer = async (_, context) =>
        {
            await tokens.Gate;
            (int status, string body) = tokens.Answer ?? (200,
                $$"""{"access_token":"token-{{Interlocked.Increment(ref tokens._count)}}","token_type":"bearer","expires_in":{{tokens.ExpiresIn}}}""");
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
        };
        return tokens;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
