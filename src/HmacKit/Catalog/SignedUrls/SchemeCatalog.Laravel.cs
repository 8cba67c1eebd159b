namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Laravel's temporary signed URLs: the whole URL without the signature.</summary>
    /// <remarks>
    /// <para>The key is the text of <c>APP_KEY</c> as it is, with the <c>base64:</c> before it.</para>
    /// <para>A URL without an end is <see cref="LaravelPermanent"/>. Relative URLs, which leave out the host, aren't taken.</para>
    /// </remarks>
    public static SignatureScheme Laravel => field ??= SignatureScheme.Compile(new()
    {
        Name = "laravel-signed-url",
        Message = "{url:unsigned}",
        Query =
        {
            ["expires"] = HeaderFormat.Text("{expires}"),
            ["signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromDays(3660)),
        Documentation = new("https://laravel.com/docs/urls#signed-urls"),
    });
}
