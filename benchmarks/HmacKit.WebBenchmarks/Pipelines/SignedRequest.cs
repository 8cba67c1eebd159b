using System.Text;

namespace HmacKit.WebBenchmarks;

/// <summary>The one request that is sent: 1 KiB of JSON, signed anew for each round. OsayCore's scheme takes it any number of times within its window.</summary>
internal static class SignedRequest
{
    public const string Path = "/api/action/deduct-credits";
    public const string KeyId = "app-1";
    public const string Secret = "secret-of-the-benchmarks-at-thirty-two-bytes";

    public static KeyRing Ring { get; } = new(KeyId, SchemeCatalog.OsayCore.ImportKey(Secret));

    // Only the client makes it, not the servers whose start is measured.
    public static string Body => field ??= CreateBody(1024);

    /// <summary>The headers of a request that is signed now.</summary>
    public static SignedHeaders Sign() =>
        new RequestSigner(SchemeCatalog.OsayCore, Ring).Sign(new RawRequest("POST", Path, [], Encoding.ASCII.GetBytes(Body)));

    private static string CreateBody(int length)
    {
        const string Head = """{"amount":10.0,"client_reference_id":"0b1f6d0e-6c4e-4f0a-9a53-0a4b1d1c7f55","description":" """;
        const string Tail = "\"}";
        return Head + new string('x', length - Head.Length - Tail.Length) + Tail;
    }
}
