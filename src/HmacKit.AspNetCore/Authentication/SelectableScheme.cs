using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>An authentication scheme that can be chosen by the headers that a request carries.</summary>
internal sealed class SelectableScheme(string name, SelectableKind kind)
{
    private const string BearerPrefix = "Bearer ";

    public string Name { get; } = name;

    /// <summary>
    /// Whether the request carries this kind of proof; of a signature all headers, since the key id of one scheme may stand in
    /// the API-key header of another. Whether it is right is for the scheme to say.
    /// </summary>
    public bool IsIn(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        switch (kind)
        {
            case SelectableKind.Hmac:
                HmacAuthenticationOptions hmac = OptionsOf<HmacAuthenticationOptions>(context);
                return context.RequestServices.GetKeyedService<SignatureScheme>(hmac.SignatureScheme ?? Name) is { } scheme
                    && scheme.Headers.All(header => headers.ContainsKey(header.Name));
            case SelectableKind.ApiKey when !OptionsOf<ApiKeyAuthenticationOptions>(context).IsBearer:
                return headers.ContainsKey(OptionsOf<ApiKeyAuthenticationOptions>(context).Header);
            default:
                return headers.Authorization is [{ } value]
                    && value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
                    && IsToken(value) == (kind == SelectableKind.Token);
        }
    }

    // A compact JWS has exactly two dots (RFC 7515 section 3.1), an API key has none.
    private static bool IsToken(string value) => value.AsSpan().Count('.') == 2;

    private TOptions OptionsOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptionsMonitor<TOptions>>().Get(Name);
}

/// <summary>What a scheme looks for.</summary>
internal enum SelectableKind
{
    Hmac,
    ApiKey,
    Token,
}
