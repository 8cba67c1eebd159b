namespace HmacKit.Http;

/// <summary>The one origin that a key is for; the first that is named stays.</summary>
internal sealed class ApiKeyOrigin(Uri? origin)
{
    private Uri? _origin = origin;

    /// <summary>Takes the origin, unless there is one already, and returns the one that holds.</summary>
    public Uri Settle(Uri address) => Interlocked.CompareExchange(ref _origin, address, null) ?? address;
}
