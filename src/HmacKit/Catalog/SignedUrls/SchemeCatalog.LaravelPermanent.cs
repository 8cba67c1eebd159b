namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Laravel's signed URLs without an end.</summary>
    /// <remarks>Such a URL is valid for as long as its key is. One with an <c>expires</c> is refused: it is <see cref="Laravel"/>'s.</remarks>
    public static SignatureScheme LaravelPermanent => field ??= SignatureScheme.Compile(new()
    {
        Name = "laravel-signed-url-permanent",
        OtherNames = ["laravel-signed-url"],
        Message = "{url:unsigned}",
        Query = { ["signature"] = HeaderFormat.Text("{signature:hex}") },
        Code = new WithoutAnEnd(),
        Documentation = new("https://laravel.com/docs/urls#signed-urls"),
    });

    /// <summary>A URL that has an end is another scheme's: taken here, it would never end.</summary>
    private sealed class WithoutAnEnd : SchemeCode
    {
        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim) =>
            input.Find(CarrierKind.Query, "expires", out _) == ClaimOutcome.Missing ? base.Read(input, claim) : ClaimOutcome.Malformed;
    }
}
