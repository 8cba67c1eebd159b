using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace HmacKit.WebBenchmarks;

/// <summary>
/// The least that a verification can cost at an endpoint: one scheme, one key and their checks, over the body in the server's own buffer,
/// with a keyed hash that each thread uses again. No options, no rotation, no log, no metrics, nothing kept for the handler.
/// </summary>
internal static class HandWrittenMiddleware
{
    private const int MaxBody = 64 * 1024;
    private const int TagSize = 32;

    [ThreadStatic]
    private static IncrementalHash? t_hash;

    public static RequestDelegate Before(RequestDelegate handler) => context => InvokeAsync(context, handler);

    private static Task InvokeAsync(HttpContext context, RequestDelegate handler)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (context.Request.ContentLength is not <= MaxBody
            || !TryGet(headers, "X-OSAYCORE-API-KEY", out string keyId)
            || !TryGet(headers, "X-OSAYCORE-TIMESTAMP", out string timestamp)
            || !TryGet(headers, "X-OSAYCORE-SIGNATURE", out string signature)
            || keyId != SignedRequest.KeyId
            || !IsFresh(timestamp))
        {
            return Refuse(context);
        }

        PipeReader reader = context.Request.BodyReader;
        if (reader.TryRead(out ReadResult read))
        {
            if (read.IsCompleted)
            {
                bool isRight = IsRight(timestamp, read.Buffer, signature);
                reader.AdvanceTo(read.Buffer.Start);
                return isRight ? handler(context) : Refuse(context);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        return WaitAsync(context, handler, reader, timestamp, signature);
    }

    private static async Task WaitAsync(HttpContext context, RequestDelegate handler, PipeReader reader, string timestamp, string signature)
    {
        ReadResult read = await reader.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(context.RequestAborted);
        }

        bool isRight = IsRight(timestamp, read.Buffer, signature);
        reader.AdvanceTo(read.Buffer.Start);
        await (isRight ? handler(context) : Refuse(context));
    }

    private static bool TryGet(IHeaderDictionary headers, string name, out string value)
    {
        StringValues values = headers[name];
        value = values.Count == 1 ? values[0] ?? "" : "";
        return value.Length is > 0 and <= 4096;
    }

    private static bool IsFresh(string timestamp)
    {
        Span<byte> digits = stackalloc byte[19];
        return timestamp.Length <= digits.Length
            && Ascii.FromUtf16(timestamp, digits, out int length) == OperationStatus.Done
            && Utf8Parser.TryParse(digits[..length], out long seconds, out int read) && read == length
            && Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - seconds) <= 300;
    }

    [SkipLocalsInit]
    private static bool IsRight(string timestamp, in ReadOnlySequence<byte> body, string signature)
    {
        Span<byte> hex = stackalloc byte[2 * TagSize];
        Span<byte> tag = stackalloc byte[TagSize];
        if (signature.Length != hex.Length || Ascii.FromUtf16(signature, hex, out _) != OperationStatus.Done
            || hex.ContainsAnyInRange((byte)'A', (byte)'F') || Convert.FromHexString(hex, tag, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        int size = timestamp.Length + 1 + (int)body.Length;
        byte[]? rented = size > 2048 ? ArrayPool<byte>.Shared.Rent(size) : null;
        Span<byte> message = rented ?? stackalloc byte[2048];
        Ascii.FromUtf16(timestamp, message, out int head);
        message[head++] = (byte)'.';
        body.CopyTo(message[head..]);
        IncrementalHash hash = t_hash ??= IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(SignedRequest.Secret));
        hash.AppendData(message[..size]);
        Span<byte> expected = stackalloc byte[TagSize];
        hash.GetHashAndReset(expected);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
