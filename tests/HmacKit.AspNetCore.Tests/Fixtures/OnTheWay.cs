using System.Net.Sockets;

namespace HmacKit.AspNetCore.Tests.Fixtures;

/// <summary>Somebody between a client and an application, who changes what comes back once a test says so.</summary>
internal sealed class OnTheWay : DelegatingHandler
{
    private static readonly string[] Signed = ["Server-Authorization", "Signature", "Signature-Input"];

    private readonly Dictionary<string, string> _old = [];

    /// <summary>What clients call the application, whatever its port.</summary>
    public static Uri Origin { get; } = new("http://localhost/");

    /// <summary>How the answers say to authenticate, as the application sent it; null where they didn't.</summary>
    public List<string?> Challenges { get; } = [];

    /// <summary>What takes the place of what the application asks signatures to cover; null to let it be.</summary>
    public string? Asked { get; set; }

    /// <summary>Makes another challenge of it; the same by default.</summary>
    public Func<string, string>? ChangeChallenge { get; set; }

    /// <summary>What is changed: the body, signature, type or ext; none is signed; or the signature is that of the first answer. Nothing by default.</summary>
    public string? Change { get; set; }

    /// <summary>A handler that goes to the application for any address.</summary>
    public static SocketsHttpHandler To(SignedApp app) => new()
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(app.Address.Host, app.Address.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        string? challenge = response.Headers.TryGetValues("WWW-Authenticate", out IEnumerable<string>? challenges) ? challenges.Single() : null;
        Challenges.Add(challenge);
        if (challenge is not null && ChangeChallenge is { } change)
        {
            response.Headers.Remove("WWW-Authenticate");
            response.Headers.TryAddWithoutValidation("WWW-Authenticate", change(challenge));
        }

        if (Asked is not null && response.Headers.Remove("Accept-Signature"))
        {
            response.Headers.TryAddWithoutValidation("Accept-Signature", Asked);
        }

        foreach (string name in Signed.Where(response.Headers.Contains))
        {
            string value = response.Headers.GetValues(name).Single();
            _old.TryAdd(name, value);
            string? changed = Change switch
            {
                "none" => null,
                "old" => _old[name],
                "ext" => value.Replace("ext=\"", "ext=\"not ", StringComparison.Ordinal),
                "signature" when name == "Signature" => WithOther(value, value.IndexOf(':', StringComparison.Ordinal) + 1),
                "signature" when name == "Server-Authorization" => WithOther(value, value.IndexOf("mac=\"", StringComparison.Ordinal) + 5),
                _ => value,
            };
            response.Headers.Remove(name);
            if (changed is not null)
            {
                response.Headers.TryAddWithoutValidation(name, changed);
            }
        }

        if (Change == "type")
        {
            response.Content.Headers.ContentType = new("text/html");
        }

        if (Change == "body")
        {
            HttpContent content = response.Content;
            response.Content = new StringContent("dome", null, "text/plain") { Headers = { ContentType = content.Headers.ContentType } };
            foreach ((string name, IEnumerable<string> values) in content.Headers.Where(static header => header.Key is "Content-Digest"))
            {
                response.Content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return response;
    }

    private static string WithOther(string text, int at) => string.Concat(text.AsSpan(0, at), text[at] == 'A' ? "B" : "A", text.AsSpan(at + 1));
}
