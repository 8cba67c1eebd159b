using PartnerClient.Json;

namespace PartnerClient.OsayCore;

/// <summary>OsayCore's API: every call is signed, and those for a user carry the user's token too.</summary>
internal sealed class OsayCoreClient(HttpClient http)
{
    public Task<SignInPage> StartSignInAsync(SignIn signIn) =>
        http.PostAsync("api/auth/oauth/initiate", signIn, ApiJson.Default.SignIn, ApiJson.Default.SignInPage);

    public Task<UserJwt> IssueUserTokenAsync(TokenOrder order) =>
        http.PostAsync("api/auth/generate-user-jwt", order, ApiJson.Default.TokenOrder, ApiJson.Default.UserJwt);

    public Task<CreditTransaction> AddCreditsAsync(CreditGrant grant) =>
        http.PostAsync("api/credits/add-credits", grant, ApiJson.Default.CreditGrant, ApiJson.Default.CreditTransaction);

    public Task<CreditTransaction> DeductCreditsAsync(string userToken, Deduction deduction) =>
        http.PostAsync("api/action/deduct-credits", deduction, ApiJson.Default.Deduction, ApiJson.Default.CreditTransaction, userToken);

    public Task<UserContext> GetContextAsync(string userToken) => http.GetAsync("api/user/context", ApiJson.Default.UserContext, userToken);
}
