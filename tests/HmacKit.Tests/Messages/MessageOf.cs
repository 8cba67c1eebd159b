using System.Text;

namespace HmacKit.Tests.Messages;

/// <summary>Messages of schemes that are made for one test.</summary>
internal static class MessageOf
{
    /// <summary>A scheme with this message; what the message needs is carried in a header each.</summary>
    public static SignatureScheme Scheme(string message, string? ambiguousBecause = null, Action<SchemeDefinition>? change = null)
    {
        var definition = new SchemeDefinition
        {
            Name = "test",
            Message = message,
            Headers = { ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            AmbiguousBecause = ambiguousBecause,
        };
        foreach (string name in new[] { "timestamp", "id", "nonce", "keyid" }.Where(name => message.Contains($"{{{name}}}", StringComparison.Ordinal)))
        {
            definition.Headers.Add($"X-{name}", HeaderFormat.Text($"{{{name}}}"));
        }

        if (message.Contains("{timestamp}", StringComparison.Ordinal))
        {
            definition.Freshness = new FreshnessRule(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5));
        }

        change?.Invoke(definition);
        return SignatureScheme.Compile(definition);
    }

    /// <summary>The message of a request; null if the request can't be expressed in the scheme.</summary>
    public static byte[]? Bytes(SignatureScheme scheme, RawRequest request, SigningValues values = default)
    {
        var signer = new RequestSigner(scheme, new KeyRing(scheme.HasKeyId ? "key-1" : "", DummyKey.For(scheme.Algorithm)));
        try
        {
            return signer.GetMessage(request, request.Body.Span, values);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public static string? Text(SignatureScheme scheme, RawRequest request, SigningValues values = default) =>
        Bytes(scheme, request, values) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public static RawRequest Get(string target) => new("GET", target, []);
}
