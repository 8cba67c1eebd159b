namespace HmacKit.Http;

/// <summary>The bytes of a content as they will be sent, however often.</summary>
internal static class ContentBytes
{
    /// <summary>The most bytes of a content that is held in memory, if nothing else is set: 1 MiB.</summary>
    public const int DefaultLimit = 1024 * 1024;

    /// <summary>
    /// Makes sure that the content can be sent again with the same bytes, and returns them. They are the content's own
    /// memory: valid until it is disposed.
    /// </summary>
    /// <param name="content">The content, or null.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="nameOfLimit">The setting that says so, for the message.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">The content is over the limit.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        HttpContent? content, int limit, string nameOfLimit, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return default;
        }

        // A length that is known spares reading what is too large anyway.
        if (content.Headers.ContentLength > limit)
        {
            throw TooLarge(limit, nameOfLimit, null);
        }

        if (!HoldsItsBytes(content))
        {
            try
            {
                await content.LoadIntoBufferAsync(limit, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            {
                throw TooLarge(limit, nameOfLimit, exception);
            }
        }

        using var stream = new BorrowingStream();
        await content.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        return stream.Written;
    }

    /// <summary>Whether a content writes one array of its own each time; a class derived from these may do anything.</summary>
    public static bool HoldsItsBytes(HttpContent content) =>
        content is ReadOnlyMemoryContent
        || content.GetType() == typeof(ByteArrayContent)
        || content.GetType() == typeof(StringContent)
        || content.GetType() == typeof(FormUrlEncodedContent);

    private static InvalidOperationException TooLarge(int limit, string nameOfLimit, Exception? exception) =>
        new($"The request's content has more than {limit} bytes. It has to be held in memory, so that it can be signed and sent again; raise {nameOfLimit} if it has to be that large.", exception);
}
