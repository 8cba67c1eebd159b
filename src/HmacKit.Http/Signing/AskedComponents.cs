using System.Collections.Concurrent;

namespace HmacKit.Http;

/// <summary>What servers have asked signatures to cover, in <c>Accept-Signature</c> of a response that refused a request; one origin at a time.</summary>
internal sealed class AskedComponents
{
    private const string Header = "Accept-Signature";

    /// <summary>The most origins that are remembered; to further ones is signed what the scheme says.</summary>
    private const int MaxOrigins = 100;

    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _origins = new(StringComparer.Ordinal);

    /// <summary>What an origin has asked for; null for nothing.</summary>
    public IReadOnlyList<string>? Of(Uri address) => _origins.GetValueOrDefault(Origin.Of(address));

    /// <summary>Keeps what a response asks for. Whether signing again has a point: true if it is more than the request was signed with.</summary>
    /// <param name="address">The request's address.</param>
    /// <param name="response">The response that refused it.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="covered">What the request was signed with beside the least.</param>
    public bool Take(Uri address, HttpResponseMessage response, SignatureScheme scheme, IReadOnlyList<string>? covered)
    {
        string origin = Origin.Of(address);
        bool isAsked = response.Headers.NonValidated.TryGetValues(Header, out System.Net.Http.Headers.HeaderStringValues values);
        if (!isAsked || scheme.FindAccepted(values.ToString()) is not { } asked || (_origins.Count >= MaxOrigins && !_origins.ContainsKey(origin)))
        {
            return false;
        }

        _origins[origin] = asked;
        return asked.Except(covered ?? [], StringComparer.Ordinal).Any();
    }

    /// <summary>Forgets what an origin has asked for, since a request has not all of it.</summary>
    public void Forget(Uri address) => _origins.TryRemove(Origin.Of(address), out _);
}
