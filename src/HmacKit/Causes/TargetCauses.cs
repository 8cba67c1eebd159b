namespace HmacKit;

/// <summary>The target, the method or the address that was signed isn't the one that came.</summary>
internal static class TargetCauses
{
    public static readonly DiagnosisCause TargetWithoutQuery = new(
        "target_without_query",
        "The path alone was signed, without the query.",
        "Sign path and query.");

    public static readonly DiagnosisCause TargetTrailingSlash = new(
        "target_trailing_slash",
        "A slash at the end of the path was added or lost.",
        "Sign the path that is requested, to the letter.");

    public static readonly DiagnosisCause TargetPrefix = new(
        "target_prefix",
        "A proxy put something before the path or took it off behind the signing.",
        "Sign the path that the verifier sees, or tell the verifier the public prefix.");

    public static readonly DiagnosisCause TargetFullUrl = new(
        "target_full_url",
        "The whole URL was signed where the scheme signs path and query.",
        "Sign path and query only.");

    public static readonly DiagnosisCause TargetSpaceEncoding = new(
        "target_space_encoding",
        "A blank was signed as + where it was sent as %20, or the other way round.",
        "Sign the target as it goes over the wire.");

    public static readonly DiagnosisCause TargetEscapeCase = new(
        "target_escape_case",
        "Percent escapes were signed in another case (%2f, %2F) than they were sent in.",
        "Sign the target as it goes over the wire.");

    public static readonly DiagnosisCause TargetDecoded = new(
        "target_decoded",
        "The target was signed with its percent escapes decoded.",
        "Sign the raw target as it goes over the wire, not the decoded path.");

    public static readonly DiagnosisCause TargetReencoded = new(
        "target_reencoded",
        "The target was signed in another percent-encoding than it was sent in.",
        "Sign the target as it goes over the wire.");

    public static readonly DiagnosisCause TargetUrlScheme = new(
        "target_url_scheme",
        "The URL was signed with http where it is https, or the other way round.",
        "Sign the public URL, with https where a proxy ends it.");

    public static readonly DiagnosisCause TargetPort = new(
        "target_port",
        "The host was signed with a port where there is none, or without one.",
        "Leave the default port out on both sides, or put it in on both.");

    public static readonly DiagnosisCause MethodCase = new(
        "method_case",
        "The method was signed in lower case.",
        "Sign the method in upper case.");

    public static readonly DiagnosisCause MethodOther = new(
        "method_other",
        "Another method was signed than the one that came.",
        "Sign the method that is sent.");

    public static readonly DiagnosisCause TargetQueryOrder = new(
        "target_query_order",
        "The query was signed with its parameters in another order.",
        "Build the query once, sign it, and send it as it is; if a proxy sorts it, verify before the proxy.");

    public static readonly DiagnosisCause TargetSlashes = new(
        "target_slashes",
        "Slashes were merged or doubled, or dot segments resolved, between signing and verifying.",
        "Build the URL without double slashes and dots, and sign it as it goes over the wire.");

    public static readonly DiagnosisCause TargetEmptyQuery = new(
        "target_empty_query",
        "A question mark with nothing behind it, or the mark of an empty parameter, was signed and didn't come, or the other way round.",
        "Leave the question mark out where there is no query, and sign the target as it goes over the wire.");

    public static readonly DiagnosisCause TargetParameter = new(
        "target_parameter",
        "A parameter of the query was added or taken out between signing and verifying.",
        "Sign the query as it is sent; tell proxies and trackers to leave it alone.");

    public static readonly DiagnosisCause TargetCase = new(
        "target_case",
        "The path was signed in lower case where it was sent with capitals.",
        "Sign the target as it goes over the wire.");

    public static readonly DiagnosisCause TargetHost = new(
        "target_host",
        "Another host was signed than the verifier expects.",
        "Sign the public host, and tell the verifier that host if a proxy replaces it.");

    public static readonly DiagnosisCause[] All =
    [
        TargetWithoutQuery, TargetTrailingSlash, TargetPrefix, TargetFullUrl, TargetSpaceEncoding, TargetEscapeCase,
        TargetDecoded, TargetReencoded, TargetUrlScheme, TargetPort, MethodCase, MethodOther,
        TargetQueryOrder, TargetSlashes, TargetEmptyQuery, TargetParameter, TargetCase, TargetHost,
    ];
}
