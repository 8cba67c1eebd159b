using System.Net.Http.Headers;

namespace HmacKit.Http;

/// <summary>Sets headers so that they are on the wire exactly once.</summary>
internal static class RequestHeaders
{
    /// <summary>Sets a header in place of what an earlier attempt, or somebody by hand, has set.</summary>
    /// <exception cref="InvalidOperationException">HttpClient sends the header with a content only, and there is none.</exception>
    public static void Set(HttpRequestMessage request, string name, string value)
    {
        Remove(request.Headers, name);
        Remove(request.Content?.Headers, name);
        if (!request.Headers.TryAddWithoutValidation(name, value)
            && request.Content?.Headers.TryAddWithoutValidation(name, value) != true)
        {
            throw new InvalidOperationException($"HttpClient sends the header {name} only with a content: give the request one, which may be empty.");
        }
    }

    // Asking first, since removing a header of the other kind throws.
    private static void Remove(HttpHeaders? headers, string name)
    {
        if (headers is not null && headers.NonValidated.Contains(name))
        {
            headers.Remove(name);
        }
    }
}
