using System.Text;

namespace HmacKit.Benchmarks;

/// <summary>A request of one documented scheme as it would come in: the usual headers around the scheme's own.</summary>
internal static class SampleRequest
{
    public const string KeyId = "osk_live_4f2a9c7be1";
    public const string Secret = "whsec_3b1e0c5a97d24f6c8a40b2d719e6f35d";

    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_766_000_000_123);

    public static readonly SigningValues Values = new()
    {
        Time = Now.AddSeconds(-2),
        Id = "evt_01JF4Z8K2Q9YB6T3X7M5R0WVCD",
        Nonce = "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    };

    /// <summary>The request before it is signed.</summary>
    public static RawRequest Unsigned(string scheme, int bodyBytes)
    {
        (string method, string target) = scheme switch
        {
            "osaycore" => ("POST", "/api/v1/payments"),
            "theone" => ("POST", "/api/v1/orders/8412/estimate?from=ETH&to=USDT"),

            // Five parameters out of order, two of them escaped.
            "oort" => ("POST", "/api/plugin/tasks?status=active&limit=50&name=caf%C3%A9&cursor=a9f3&tag=x%20y"),
            _ => ("POST", "/hooks/orders"),
        };
        return new RawRequest(method, target, UsualHeaders(bodyBytes), Body(bodyBytes));
    }

    /// <summary>The same request with the headers that sign it.</summary>
    public static RawRequest Signed(RawRequest request, IEnumerable<KeyValuePair<string, string>> headers) =>
        new(request.Method, request.Target, [.. request.Headers, .. headers], request.Body);

    private static KeyValuePair<string, string>[] UsualHeaders(int bodyBytes) =>
    [
        new("Host", "api.example.com"),
        new("User-Agent", "Example-Hooks/1.4"),
        new("Content-Type", "application/json"),
        new("Content-Length", $"{bodyBytes}"),
    ];

    private static byte[] Body(int size)
    {
        const string start = "{\"event\":\"order.paid\",\"data\":\"";
        const string end = "\"}";
        return Encoding.ASCII.GetBytes(start + new string('x', size - start.Length - end.Length) + end);
    }
}
