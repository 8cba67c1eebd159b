using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RequestDecompression;

namespace HmacKit.AspNetCore;

/// <summary>
/// Whose stream the body is, and whether somebody has read from it already. What can still be read is the request's body only if
/// nobody has: else a signature over what is left, often nothing, would let the whole through.
/// </summary>
internal readonly struct BodyOrigin
{
    private readonly long? _declared;
    private readonly bool _isAnnounced;

    /// <summary>Whether reading began before this; null if the server doesn't tell.</summary>
    private readonly bool? _hasBegun;
    private readonly bool _wasNotEmpty;

    private BodyOrigin(HttpContext context, IHttpRequestFeature? request, RestoredBody restored, long? declared)
    {
        IFeatureCollection features = context.Features;
        Stream body = context.Request.Body;
        IsServersOwn = request is not null
            && ReferenceEquals(features[typeof(IRequestBodyPipeFeature)], request)
            && restored.IsOfOneServer(body, request);
        _declared = declared;
        if (_declared is null)
        {
            _isAnnounced = features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.Headers.TransferEncoding.Count > 0;
            _hasBegun = features.Get<IHttpMaxRequestBodySizeFeature>()?.IsReadOnly;
            if (_hasBegun != false && restored.IsKnown)
            {
                _hasBegun = false;
                _wasNotEmpty = !restored.IsEmpty;
            }
        }

        // Rewinding makes good whatever was read, also of a form. A stream that can't be rewound has to be whole.
        bool canRewind = !IsServersOwn && body.CanSeek;
        IsSpent = !canRewind
            && ((!IsCounted && IsFormParsed(features))
                || (_isAnnounced && (_hasBegun ?? IsPastStart(body)))
                || (!IsServersOwn && IsUnpacked(body)));
    }

    /// <summary>
    /// Whether stream and pipe are the server's own, so that both read the same bytes. With anybody else's stream in front, what is
    /// looked at in a pipe is lost to a reader of the stream, or the other way round.
    /// </summary>
    public bool IsServersOwn { get; }

    /// <summary>Whether the body is known to be read, parsed or unpacked before it is looked at.</summary>
    public bool IsSpent { get; }

    /// <summary>
    /// Whether reading tells by itself if somebody has read before: what is gone from the server's pipe is missing from the declared length.
    /// </summary>
    private bool IsCounted => IsServersOwn && _declared is not null;

    /// <summary>Looks at a request, before anything of its body is read here.</summary>
    public static BodyOrigin Of(HttpContext context, IHttpRequestFeature? request, RestoredBody restored, long? declared) =>
        new(context, request, restored, declared);

    /// <summary>Whether what was read, from the start to the end, can be the whole body.</summary>
    /// <param name="length">How many bytes came.</param>
    public bool IsWhole(long length) =>
        _declared is { } declared ? length == declared : length > 0 || !_isAnnounced || (_hasBegun == false && !_wasNotEmpty);

    /// <summary>Whether somebody has read the body as a form.</summary>
    public static bool IsFormParsed(IFeatureCollection features)
    {
        try
        {
            return features.Get<IFormFeature>()?.Form is not null;
        }
        catch (InvalidOperationException)
        {
            // Antiforgery has read it, and it wasn't what it wanted.
            return true;
        }
    }

    // A method of its own, since the runtime loads the assembly for whatever names a type of it.
    private static bool IsUnpacked(Stream body) => body.GetType().Assembly == typeof(IRequestDecompressionProvider).Assembly;

    private static bool IsPastStart(Stream body)
    {
        try
        {
            return body.Position != 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
