namespace HmacKit;

/// <summary>Parameters, headers or the key were put together in another way than the scheme does.</summary>
internal static class ShapeCauses
{
    public static readonly DiagnosisCause ParametersOrder = new(
        "parameters_order",
        "The parameters were signed in the order in which they are sent, where the scheme sorts them.",
        "Sort the parameters by name as the scheme says; they may be sent in any order.");

    public static readonly DiagnosisCause ParametersEncoding = new(
        "parameters_encoding",
        "The parameters were signed in another encoding than the scheme's, such as a + for a blank, or not encoded.",
        "Decode each name and value, and encode it as the scheme says: a blank is %20, and only letters, digits and -._~ stay.");

    public static readonly DiagnosisCause SignedHeaderMissing = new(
        "signed_header_missing",
        "A header that the request lists as signed was not there, or empty, when it was signed.",
        "Set all headers first, sign then, and list what was signed.");

    public static readonly DiagnosisCause SignedHeaderChanged = new(
        "signed_header_changed",
        "A signed header was changed between signing and verifying, or signed in another spelling.",
        "Sign headers as they are sent, and only those that proxies and the HTTP library leave alone.");

    public static readonly DiagnosisCause KeyDate = new(
        "key_date",
        "The key was derived for another day than the signature's.",
        "Derive the key anew each day, in UTC, from the time that is signed.");

    public static readonly DiagnosisCause KeyStep = new(
        "key_step",
        "A step of the key's derivation was left out.",
        "Derive the key with all steps, in their order: a prefix of the secret is one.");

    public static readonly DiagnosisCause[] All = [ParametersOrder, ParametersEncoding, SignedHeaderMissing, SignedHeaderChanged, KeyDate, KeyStep];
}
