using System.Text;

namespace HmacKit.Soak;

/// <summary>A kind of request, and what may be answered to it.</summary>
/// <param name="Allowed">The statuses that are meant; 0 stands for a connection that was closed without an answer.</param>
internal sealed record RequestKind(string Name, int Weight, int[] Allowed, Func<WireConnection, Random, CancellationToken, Task<int>> SendAsync)
{
    /// <summary>A closed connection, or nobody who would read an answer.</summary>
    public const int Closed = 0;

    private const int RememberedRequests = 4096;

    /// <summary>Requests that were accepted lately, for sending them again.</summary>
    private static readonly byte[]?[] Accepted = new byte[RememberedRequests][];

    private static long s_number;

    /// <summary>Those that are meant to be accepted, or to run into their limit.</summary>
    public static RequestKind[] Good { get; } =
    [
        new("theone estimate", 40, [200], (connection, random, stop) => RememberAsync(connection, SignedCalls.Estimated(), random, stop)),
        new("theone balances", 25, [200], (connection, random, stop) => RememberAsync(connection, SignedCalls.Balances(), random, stop)),
        new("oort tasks", 15, [200], static (connection, _, stop) => connection.SendAsync(SignedCalls.Tasks(), stop)),
        new("osaycore activity", 5, [200], static (connection, _, stop) => connection.SendAsync(SignedCalls.Activity(), stop)),
        // Its queue is bounded: what doesn't fit is refused with 503, so that the sender tries again.
        new("guide webhook", 5, [200, 503], static (connection, _, stop) => connection.SendAsync(SignedCalls.StockWebhook(Interlocked.Increment(ref s_number)), stop)),
        new("onering key", 5, [200, 429], static (connection, _, stop) => connection.SendAsync(SignedCalls.Bearer("osk_test_enterprise", "GET", "/v1/external/me"), stop)),
        new("guide sandbox key", 5, [200, 429], static (connection, _, stop) => connection.SendAsync(SignedCalls.SandboxProducts(), stop)),
    ];

    /// <summary>Those that nobody may accept.</summary>
    public static RequestKind[] Hostile { get; } =
    [
        new("wrong tag", 3, [401], static (connection, random, stop) => connection.SendAsync(WithWrongTag(SignedCalls.Estimated(), random), stop)),
        new("replay", 3, [401], static (connection, random, stop) => connection.SendAsync(Accepted[random.Next(RememberedRequests)] ?? SignedCalls.BalancesOfStranger(), stop)),
        new("stale", 2, [401], static (connection, _, stop) => connection.SendAsync(SignedCalls.Balances(new() { Time = TimeProvider.System.GetUtcNow().AddMinutes(-10) }), stop)),
        new("unknown key", 2, [401], static (connection, _, stop) => connection.SendAsync(SignedCalls.BalancesOfStranger(), stop)),
        new("API key that isn't one", 1, [401, 429], static (connection, random, stop) =>
            connection.SendAsync(SignedCalls.Bearer($"osk_{random.NextInt64():x16}{random.NextInt64():x16}", "GET", "/v1/external/me"), stop)),
        new("signed body over the scheme's limit", 1, [413], static (connection, _, stop) => connection.SendAsync(SignedCalls.EstimatedFrom(80_000), stop)),
        new("body over the host's limit", 1, [413, Closed], static (connection, _, stop) => connection.SendAsync(SignedCalls.EstimatedFrom(200_000), stop)),
        new("signed body that isn't JSON", 1, [400], static (connection, _, stop) => connection.SendAsync(SignedCalls.EstimatedFrom(1000), stop)),
        new("headers of 40 KiB", 1, [431, Closed], static (connection, _, stop) => connection.SendAsync(Head("X-Rubbish: " + new string('x', 40_000)), stop)),
        new("no request line", 1, [400, Closed], static (connection, random, stop) => connection.SendAsync(Rubbish(random), stop)),
        new("broken chunks", 1, [400, 401, Closed], static (connection, _, stop) => connection.SendAsync(Post("Transfer-Encoding: chunked", "5\r\nabcdezz\r\n"), stop)),
        new("two lengths", 1, [400, Closed], static (connection, _, stop) => connection.SendAsync(Post("Content-Length: 2\r\nContent-Length: 3", "ab"), stop)),
        new("body that ends early", 2, [Closed], static async (connection, random, stop) =>
        {
            byte[] whole = SignedCalls.EstimatedFrom(20_000);
            await connection.AbandonAsync(whole.AsMemory(0, random.Next(200, whole.Length)), TimeSpan.FromMilliseconds(random.Next(30)), random.Next(2) == 0, stop);
            return Closed;
        }),
        new("gone before the answer", 1, [Closed], static async (connection, random, stop) =>
        {
            await connection.AbandonAsync(SignedCalls.Estimated(), TimeSpan.Zero, random.Next(2) == 0, stop);
            return Closed;
        }),
    ];

    /// <summary>One of <paramref name="kinds"/>, as often as its weight says.</summary>
    public static RequestKind Pick(RequestKind[] kinds, Random random)
    {
        int left = random.Next(kinds.Sum(static kind => kind.Weight));
        return kinds.First(kind => (left -= kind.Weight) < 0);
    }

    private static async Task<int> RememberAsync(WireConnection connection, byte[] request, Random random, CancellationToken stop)
    {
        int status = await connection.SendAsync(request, stop);
        if (status == 200)
        {
            Accepted[random.Next(RememberedRequests)] = request;
        }

        return status;
    }

    private static byte[] WithWrongTag(byte[] request, Random random)
    {
        int at = request.AsSpan().IndexOf("X-API-SIGN: "u8) + "X-API-SIGN: ".Length + random.Next(64);
        request[at] = request[at] == (byte)'0' ? (byte)'1' : (byte)'0';
        return request;
    }

    private static byte[] Rubbish(Random random)
    {
        byte[] bytes = new byte[random.Next(1, 2000)];
        random.NextBytes(bytes);
        return [.. bytes, .. "\r\n\r\n"u8];
    }

    private static byte[] Head(string header) => Encoding.Latin1.GetBytes($"GET /api/v1/balances HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n\r\n");

    private static byte[] Post(string header, string body) => Encoding.Latin1.GetBytes($"POST /api/v1/estimate HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-KEY: test_key_1\r\n{header}\r\n\r\n{body}");
}
