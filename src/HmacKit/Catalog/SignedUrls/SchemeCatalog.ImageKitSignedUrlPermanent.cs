namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>ImageKit signed URLs without an end: the URL behind the endpoint.</summary>
    /// <remarks>What is signed at the place of the end is <c>9999999999</c>. Such a URL is valid for as long as its key is; one with an <c>ik-t</c> is refused.</remarks>
    public static SignatureScheme ImageKitSignedUrlPermanent => field ??= SignatureScheme.Compile(new()
    {
        Name = "imagekit-signed-url-permanent",
        OtherNames = ["imagekit-signed-url"],
        Message = "{url:unsigned}9999999999",
        Query = { ["ik-s"] = HeaderFormat.Text("{signature:hex}") },
        Values = { ["urlEndpoint"] = SchemeValue.Configured() },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        AmbiguousBecause = "the vendor joins URL and end with nothing between them.",
        Code = new UrlBehindEndpoint("9999999999"),
        Documentation = new("https://imagekit.io/docs/media-delivery-basic-security#how-to-generate-signed-urls"),
    });
}
