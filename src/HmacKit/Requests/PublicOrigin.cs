using System.Globalization;

namespace HmacKit;

/// <summary>
/// Scheme, host and port as the sender used them, for signatures that cover them. Behind a proxy a server can't see them,
/// and what a stranger writes into <c>Host</c> or <c>X-Forwarded-Host</c> is no source: they are configured.
/// </summary>
public sealed class PublicOrigin
{
    /// <summary>An origin from an absolute URL such as <c>https://api.example.com</c>; path and query don't count.</summary>
    /// <param name="url">The URL, http or https.</param>
    /// <exception cref="ArgumentException">The URL isn't absolute, or not http or https.</exception>
    public PublicOrigin(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException("An origin is an absolute http or https URL, such as https://api.example.com.", nameof(url));
        }

        Scheme = url.Scheme;
        Host = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost.ToLowerInvariant();
        Port = url.Port.ToString(CultureInfo.InvariantCulture);
        Authority = url.IsDefaultPort ? Host : $"{Host}:{Port}";
        Text = $"{Scheme}://{Authority}";
    }

    /// <summary>The scheme, <c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; }

    /// <summary>The host in lower case, without the port.</summary>
    public string Host { get; }

    /// <summary>The port in digits, also where it is the scheme's own: <c>443</c>.</summary>
    public string Port { get; }

    /// <summary>The host, and the port where it isn't the scheme's own.</summary>
    public string Authority { get; }

    /// <summary>Scheme and authority: <c>https://api.example.com</c>.</summary>
    internal string Text { get; }

    /// <summary>Scheme and authority, such as <c>https://api.example.com</c>.</summary>
    public override string ToString() => Text;
}
