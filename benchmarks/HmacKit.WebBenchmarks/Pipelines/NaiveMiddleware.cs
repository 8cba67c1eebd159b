using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.WebBenchmarks;

/// <summary>What most applications have: the body buffered and made a string, a new HMACSHA256, the tag as a string.</summary>
internal static class NaiveMiddleware
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        string? keyId = context.Request.Headers["X-OSAYCORE-API-KEY"];
        string? timestamp = context.Request.Headers["X-OSAYCORE-TIMESTAMP"];
        string? signature = context.Request.Headers["X-OSAYCORE-SIGNATURE"];
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8, leaveOpen: true);
        string body = await reader.ReadToEndAsync();
        context.Request.Body.Position = 0;

        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(SignedRequest.Secret));
        string expected = Convert.ToHexStringLower(hmac.ComputeHash(Encoding.UTF8.GetBytes(timestamp + "." + body)));
        bool isFresh = long.TryParse(timestamp, CultureInfo.InvariantCulture, out long seconds)
            && Math.Abs(DateTimeOffset.FromUnixTimeSeconds(seconds).Subtract(TimeProvider.System.GetUtcNow()).TotalSeconds) <= 300;
        if (keyId != SignedRequest.KeyId || !isFresh || signature is null
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature)))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await next(context);
    }
}
