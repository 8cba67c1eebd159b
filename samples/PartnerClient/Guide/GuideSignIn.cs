using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using PartnerClient.Json;
using PartnerClient.Tour;

namespace PartnerClient.Guide;

/// <summary>
/// The guide's API for somebody who signs in: the authorization code with PKCE of a program that has no secret, in the system's browser, which comes back to a port of
/// this machine (RFC 8252, section 7.3).
/// </summary>
internal sealed class GuideSignIn(HttpClient http, IConfiguration configuration)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Signs in, calls, renews the token, and gives it back. True if all of it went well.</summary>
    public async Task<bool> RunAsync(TextWriter writer)
    {
        var calls = new CallTable("guide", writer);
        if (await calls.CallAsync("GET /oauth/authorize, and back with a code", () => SignInAsync(writer), token => $"a token for {token.ExpiresIn} s") is { } token)
        {
            await calls.CallAsync("GET /guide/products for the user", () => ListAsync(token), page => $"{page.Data.Length} of {page.Total} products");
            if (await calls.CallAsync("POST /oauth/token with the refresh token", () => RenewAsync(token), renewed => $"a token for {renewed.ExpiresIn} s") is { } renewed)
            {
                await calls.CallAsync("GET /guide/products with the new token", () => ListAsync(renewed), page => $"{page.Data.Length} of {page.Total} products");
                await calls.CallAsync("POST /oauth/revoke", () => RevokeAsync(renewed), said => said);
            }
        }

        return calls.IsGood;
    }

    private string ClientId => configuration["Guide:MobileClientId"] ?? "";

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private async Task<OAuthToken> SignInAsync(TextWriter writer)
    {
        string verifier = Random();
        string state = Random();
        using HttpListener listener = Listen(out string redirect);
        string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        await writer.WriteLineAsync(
            "Open " + new Uri(
                http.BaseAddress!,
                $"oauth/authorize?response_type=code&client_id={Uri.EscapeDataString(ClientId)}&redirect_uri={Uri.EscapeDataString(redirect)}&scope=read%20offline_access&state={state}&code_challenge={challenge}&code_challenge_method=S256"));
        string code = await CodeAsync(listener, state).WaitAsync(Patience);
        return await TokenAsync(new()
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = ClientId,
            ["redirect_uri"] = redirect,
            ["code"] = code,
            ["code_verifier"] = verifier,
        });
    }

    private static HttpListener Listen(out string redirect)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        string address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        var listener = new HttpListener();
        listener.Prefixes.Add(address);
        listener.Start();
        redirect = address + "callback";
        return listener;
    }

    /// <summary>The code that comes with the state of this sign-in. What comes without it is somebody else's and is answered 400, and waited on.</summary>
    private static async Task<string> CodeAsync(HttpListener listener, string state)
    {
        while (true)
        {
            HttpListenerContext came = await listener.GetContextAsync();
            bool isOurs = came.Request.Url?.AbsolutePath == "/callback" && came.Request.QueryString["state"] == state;
            came.Response.StatusCode = isOurs ? 200 : 400;
            came.Response.ContentType = "text/plain; charset=utf-8";
            came.Response.Close(isOurs ? "You may close this page."u8.ToArray() : [], willBlock: false);
            if (isOurs)
            {
                return came.Request.QueryString["code"] ?? throw new ApiException(HttpStatusCode.Forbidden, came.Request.QueryString["error"] ?? "There is no code.");
            }
        }
    }

    private Task<OAuthToken> RenewAsync(OAuthToken token) => TokenAsync(new()
    {
        ["grant_type"] = "refresh_token",
        ["client_id"] = ClientId,
        ["refresh_token"] = token.RefreshToken ?? "",
    });

    private Task<OAuthToken> TokenAsync(Dictionary<string, string> form) => http.PostFormAsync("oauth/token", form, ApiJson.Default.OAuthToken);

    private Task<ProductPage> ListAsync(OAuthToken token) => http.GetAsync("guide/products?page=1&limit=20", ApiJson.Default.ProductPage, token.AccessToken);

    private async Task<string> RevokeAsync(OAuthToken token)
    {
        await http.PostFormAsync("oauth/revoke", new() { ["client_id"] = ClientId, ["token"] = token.AccessToken });
        try
        {
            await ListAsync(token);
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.Unauthorized)
        {
            return "the token opens nothing any more";
        }

        throw new InvalidOperationException("A token that was given back still opens the API.");
    }
}
