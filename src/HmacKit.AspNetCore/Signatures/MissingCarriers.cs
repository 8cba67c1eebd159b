using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>
/// Says what to do about requests that lack what a scheme's requests carry, in any environment: once for requests without any of it, and once for
/// those with a part, which are the likelier ones to be genuine.
/// </summary>
internal sealed class MissingCarriers(SignatureScheme scheme)
{
    private bool _hasSaidNone;
    private bool _hasSaidSome;

    /// <summary>Looks at a request that was refused as <see cref="VerificationStatus.MissingHeader"/>. Only names from the scheme are written.</summary>
    public void Say(ILogger logger, string name, HttpRequest request)
    {
        string[] missing = [.. scheme.Headers.Where(header => !request.Headers.ContainsKey(header.Name)).Select(static header => header.Name)];
        string all = string.Join(", ", scheme.Carriers.Select(static carrier => carrier.Kind == CarrierKind.Header ? carrier.Name : carrier.ToString()));
        if (missing.Length == 0 || missing.Length == scheme.Headers.Count)
        {
            if (!Interlocked.Exchange(ref _hasSaidNone, true))
            {
                Log.NothingCarried(logger, name, all);
            }
        }
        else if (!Interlocked.Exchange(ref _hasSaidSome, true))
        {
            string underscores = missing.Any(static header => header.Contains('_', StringComparison.Ordinal)) ? " nginx drops names with underscores, unless it has underscores_in_headers on." : "";
            Log.PartlyCarried(logger, name, string.Join(", ", missing), all, underscores);
        }
    }
}
