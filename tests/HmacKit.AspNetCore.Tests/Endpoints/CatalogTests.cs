using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HmacKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore.Tests.Endpoints;

/// <summary>What vendors signed, in each scheme of the catalogue, byte for byte over a socket to Kestrel and an endpoint that requires the signature.</summary>
public class CatalogTests
{
    public static TheoryData<string> Schemes => new(
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "catalog"), "*.jsonl")
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => SchemeCatalog.Find(name) is { AnswersTo: null })
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task What_the_vendor_signed_opens_an_endpoint_and_without_its_signature_or_with_another_body_does_not(string name)
    {
        foreach (string line in await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Vectors", "catalog", name + ".jsonl")))
        {
            using JsonDocument vector = JsonDocument.Parse(line);
            SignatureScheme scheme = Bind(SchemeCatalog.Find(name)!, vector.RootElement);
            JsonElement request = vector.RootElement.GetProperty("request");
            string address = request.GetProperty("url").GetString()!;
            if (address.Any(static c => c is <= ' ' or >= (char)0x7F))
            {
                // AWS's suite and Escher's have blanks and other alphabets in addresses, which a server refuses before anybody sees them.
                continue;
            }

            var url = new Uri(address);
            await using WebApplication app = await StartAsync(scheme, vector.RootElement, url);
            byte[] body = request.TryGetProperty("bodyBase64", out JsonElement base64) ? Convert.FromBase64String(base64.GetString() ?? "") : [];
            Dictionary<string, string> headers = request.GetProperty("headers").EnumerateObject().ToDictionary(static header => header.Name, static header => header.Value.GetString()!);
            int path = address.IndexOf('/', address.IndexOf("://", StringComparison.Ordinal) + 3);
            string target = path < 0 ? "/" : address[path..];
            string method = request.GetProperty("method").GetString()!;
            Assert.Equal("200", await SendAsync(app, url, method, target, headers, body));
            if (body.Length > 0 && scheme.Covers.HasFlag(SignedParts.Body))
            {
                Assert.Equal("401", await SendAsync(app, url, method, target, headers, Changed(body)));
            }

            if (headers.FirstOrDefault(header => header.Value.Contains(vector.RootElement.GetProperty("signature").GetString()!, StringComparison.Ordinal)).Key is { } carrier)
            {
                headers.Remove(carrier);
                Assert.Equal("401", await SendAsync(app, url, method, target, headers, body));
            }
        }
    }

    /// <summary>With a blank at its end, which says nothing in XML: there it's a member more.</summary>
    private static byte[] Changed(byte[] body) => body.AsSpan().LastIndexOf("</xml>"u8) is var end and >= 0 ? [.. body[..end], .. "<x>1</x></xml>"u8] : [.. body, (byte)' '];

    private static async Task<WebApplication> StartAsync(SignatureScheme scheme, JsonElement vector, Uri url)
    {
        DateTimeOffset now = vector.GetProperty("timestamp") is { ValueKind: JsonValueKind.Number } time ? DateTimeOffset.FromUnixTimeSeconds(time.GetInt64()) : new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        HmacKey key = HmacKey.ImportInsecureShortSecret(scheme.Algorithm, scheme.SecretFormat, vector.GetProperty("secret").GetString()!);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider(now));
        builder.Services.AddHmacKit(hmac => hmac.AddScheme(scheme, options =>
        {
            options.Keys = new AnyKeyId(key);
            options.Verification.ReplayStore = new OneTimeForEach();
        }));
        builder.Services.Configure<SignatureOptions>(scheme.Name, options => options.PublicOrigin = scheme.NeedsOrigin ? new Uri(url.GetLeftPart(UriPartial.Authority)) : null);
        WebApplication app = builder.Build();
        app.Map("/{**path}", static (HttpContext context) => context.Response.StatusCode = context.GetVerification().IsValid ? 200 : 500)
            .RequireSignature(scheme.Name);
        await app.StartAsync();
        return app;
    }

    private static SignatureScheme Bind(SignatureScheme scheme, JsonElement vector)
    {
        if (vector.TryGetProperty("params", out JsonElement values) && values.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty value in values.EnumerateObject())
            {
                if (scheme.Values.TryGetValue(value.Name, out SchemeValue? known) && known.IsConfigured)
                {
                    scheme = scheme.With(value.Name, value.Value.ToString());
                }
            }
        }

        return scheme;
    }

    /// <summary>The status of the answer.</summary>
    private static async Task<string> SendAsync(WebApplication app, Uri url, string method, string target, Dictionary<string, string> headers, byte[] body)
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\n"));
        if (!headers.Keys.Contains("Host", StringComparer.OrdinalIgnoreCase))
        {
            head.Append("Host: ").Append(url.Authority).Append("\r\n");
        }

        foreach ((string name, string value) in headers.Where(static header => !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri(app.Urls.First()).Port);
        await using NetworkStream stream = socket.GetStream();
        await stream.WriteAsync((byte[])[.. Encoding.UTF8.GetBytes(head.ToString()), .. body]);
        using var reader = new StreamReader(stream);
        return (await reader.ReadLineAsync())!.Split(' ')[1];
    }

    private sealed class AnyKeyId(HmacKey key) : IKeySource
    {
        public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default) => new(new KeyRing(keyId, key));
    }

    private sealed class OneTimeForEach : IReplayStore
    {
        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) => new(ReplayOutcome.Added);
    }
}
