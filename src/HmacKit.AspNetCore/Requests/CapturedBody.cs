using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HmacKit.AspNetCore;

/// <summary>
/// Reads a body from its beginning to its end or to the limit, and puts what was read in its place. Up to 1 MiB are kept in memory; a larger
/// body goes to a temporary file, which is mapped for hashing, so that a large limit doesn't cost memory.
/// </summary>
internal static class CapturedBody
{
    private const int MaxBytesInMemory = 1024 * 1024;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Reads the body behind a prefix that was read already.</summary>
    public static async ValueTask<RequestBody> ReadAsync(
        HttpContext context, BodySpool spool, ReadOnlyMemory<byte> prefix, int limit, CancellationToken cancellationToken)
    {
        var memory = new PooledBytes(Math.Max(prefix.Length, (int)Math.Min(context.Request.ContentLength ?? ChunkBytes, MaxBytesInMemory)));
        SpooledFile? file = null;
        bool isHandedOver = false;
        try
        {
            memory.Append(prefix.Span);
            long total = prefix.Length;
            Stream source = context.Request.Body;
            if (!TryRewind(source))
            {
                return RequestBody.AlreadyRead;
            }

            while (true)
            {
                Memory<byte> chunk = memory.GetFreeMemory(ChunkBytes);
                int read;
                try
                {
                    read = await source.ReadAsync(chunk, cancellationToken).ConfigureAwait(false);
                }
                catch (InvalidOperationException)
                {
                    // Disposed or completed by somebody who has read it, or somebody is in the middle of reading.
                    return RequestBody.AlreadyRead;
                }

                if (read == 0)
                {
                    break;
                }

                memory.Advance(read);
                total += read;
                if (total > limit)
                {
                    return RequestBody.TooLarge;
                }

                if (file is not null || memory.Length > MaxBytesInMemory)
                {
                    file ??= spool.Open();
                    await file.WriteAsync(memory.Written, cancellationToken).ConfigureAwait(false);
                    memory.Clear();
                }
            }

            if (file is not null)
            {
                await file.WriteAsync(memory.Written, cancellationToken).ConfigureAwait(false);
                Replace(context, file.OpenForReading());
                context.Response.RegisterForDispose(file);
                isHandedOver = true;
                memory.Dispose();
                return RequestBody.Of(file.Map());
            }

            Replace(context, new MemoryStream(memory.Array, 0, memory.Length, writable: false));
            context.Response.RegisterForDispose(memory);
            isHandedOver = true;
            return RequestBody.Of(memory.Written);
        }
        finally
        {
            if (!isHandedOver)
            {
                memory.Dispose();
                file?.Dispose();
            }
        }
    }

    private static bool TryRewind(Stream source)
    {
        try
        {
            if (source.CanSeek && source.Position != 0)
            {
                source.Position = 0;
            }

            return true;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Puts a stream in the place of the body, for its readers: as a stream, through the pipe, or as a form.</summary>
    private static void Replace(HttpContext context, Stream body)
    {
        context.Request.Body = body;
        IFeatureCollection features = context.Features;

        // A server's pipe follows its own stream. Where somebody has replaced the request's feature, it doesn't know of this one.
        if (features.Get<IRequestBodyPipeFeature>() is { } pipe and not RequestBodyPipeFeature && !ReferenceEquals(pipe, features.Get<IHttpRequestFeature>()))
        {
            features.Set<IRequestBodyPipeFeature>(new RequestBodyPipeFeature(context));
        }

        // A form that was parsed before is parsed again, from the bytes that are verified.
        if (BodyOrigin.IsFormParsed(features))
        {
            features.Set<IFormFeature>(null);
        }
    }

    /// <summary>A growing array from the pool.</summary>
    private sealed class PooledBytes(int capacity) : IDisposable
    {
        private byte[]? _array = ArrayPool<byte>.Shared.Rent(capacity);

        public byte[] Array => _array!;

        public int Length { get; private set; }

        public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

        public Memory<byte> GetFreeMemory(int size)
        {
            if (_array!.Length - Length < 1)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(Length + size);
                Written.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_array);
                _array = larger;
            }

            return _array.AsMemory(Length);
        }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_array.AsSpan(Length));
            Length += bytes.Length;
        }

        public void Advance(int count) => Length += count;

        public void Clear() => Length = 0;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { } array)
            {
                ArrayPool<byte>.Shared.Return(array);
            }
        }
    }
}
