using HmacKit.Jwt;
using Microsoft.AspNetCore.WebUtilities;
using Providers.Audit;
using Providers.Json;

namespace Providers.OsayCore;

/// <summary>The pop-up: an application asks for an address, the user agrees at the provider, and the browser comes back with a token.</summary>
internal static class SignInEndpoints
{
    private const string Cookie = "osaycore_sign_in";
    private const string Callback = "/api/auth/oauth/callback";
    private const int MaxSecret = 128;

    private static readonly string[] Providers = ["google", "github"];

    public static async Task<IResult> InitiateAsync(HttpContext context, OsayCoreApps apps, PendingSignIns signIns, PublicOrigin origin)
    {
        if (await ApiJson.ReadAsync<InitiateRequest>(context) is not { Provider.Length: > 0, RedirectUri.Length: > 0 } request)
        {
            return OsayCoreAnswers.BadRequest("Missing parameters");
        }

        if (!Providers.Contains(request.Provider, StringComparer.Ordinal))
        {
            return OsayCoreAnswers.BadRequest("Unsupported provider");
        }

        OsayCoreApp app = apps.Of(context);
        if (app.CallbackUrl is { } callback && callback != origin.AddressOf(Callback).AbsoluteUri)
        {
            return OsayCoreAnswers.Forbidden("callback_url of this app isn't the address of this API's callback endpoint");
        }

        if (!app.RedirectUris.Contains(request.RedirectUri, StringComparer.Ordinal))
        {
            return OsayCoreAnswers.Forbidden("redirect_uri not registered or invalid for this app");
        }

        // The provider is built in, so its address is this host's.
        return signIns.Start(app, request.Provider, request.RedirectUri) is { } state
            ? ApiJson.Answer(new { auth_url = origin.AddressOf($"/oauth/{request.Provider}/authorize?state={state}").AbsoluteUri })
            : OsayCoreAnswers.Unavailable;
    }

    /// <summary>The provider's page.</summary>
    public static IResult ShowConsent(HttpContext context, string provider, PendingSignIns signIns, OsayCoreUsers users)
    {
        string state = Text(context.Request.Query["state"]);
        if (signIns.Open(state, provider, Browser(context)) is not (var browser, var redirectUri))
        {
            return Expired(context);
        }

        context.Response.Cookies.Append(Cookie, browser, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = PendingSignIns.Lifetime,
        });
        return ConsentPage.Answer(context, ConsentPage.Render(provider, state, users.List(10)), formLeadsTo: new Uri(redirectUri));
    }

    /// <summary>The provider's button.</summary>
    public static async Task<IResult> AnswerConsentAsync(HttpContext context, string provider, PendingSignIns signIns)
    {
        if (await SignInForm.ReadAsync(context) is not { } form)
        {
            return ConsentPage.Answer(context, ConsentPage.Message("This form can't be read."), StatusCodes.Status400BadRequest);
        }

        string callback = $"{Callback}/{provider}";
        if (!form.Agrees)
        {
            return Results.Redirect(QueryHelpers.AddQueryString(callback, new Dictionary<string, string?> { ["error"] = "access_denied", ["state"] = form.State }));
        }

        return signIns.Agree(form.State, provider, Browser(context), form.Email) is { } code
            ? Results.Redirect(QueryHelpers.AddQueryString(callback, new Dictionary<string, string?> { ["code"] = code, ["state"] = form.State }))
            : Expired(context);
    }

    /// <summary>OsayCore again: the code becomes a user, the user a token, and the browser goes where the application asked.</summary>
    public static async Task<IResult> FinishAsync(
        HttpContext context, string provider, PendingSignIns signIns, OsayCoreUsers users, UserTokenIssuer tokens, Activity activity)
    {
        if (signIns.Take(Text(context.Request.Query["state"]), provider, Browser(context)) is not { } signIn)
        {
            return Expired(context);
        }

        context.Response.Cookies.Delete(Cookie);
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.CacheControl = "no-store";
        if (signIn.Grant is not { } grant || grant.Code != Text(context.Request.Query["code"]))
        {
            return Results.Redirect(QueryHelpers.AddQueryString(signIn.RedirectUri, "error", "access_denied"));
        }

        OsayCoreUser user = users.FindOrAdd(grant.Email);
        UserToken token = await UserEndpoints.IssueAsync(tokens, user, signIn.App.Id, lifetime: null, context.RequestAborted);
        activity.Note(context, "user.sign_in", "done", signIn.App.Id, $"{user.Id} {token.TokenId}");
        return Results.Redirect(QueryHelpers.AddQueryString(signIn.RedirectUri, "osaycore_jwt", token.Token));
    }

    private static IResult Expired(HttpContext context) =>
        ConsentPage.Answer(context, ConsentPage.Message("This sign-in is over, or belongs to another browser. Begin again."), StatusCodes.Status400BadRequest);

    private static string? Browser(HttpContext context) => context.Request.Cookies[Cookie] is { Length: > 0 and <= MaxSecret } secret ? secret : null;

    private static string Text(Microsoft.Extensions.Primitives.StringValues values) => values is [{ Length: <= MaxSecret } value] ? value : "";

    private sealed record InitiateRequest(string? Provider, string? RedirectUri);
}
