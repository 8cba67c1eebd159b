using System.Globalization;
using PartnerClient.Tour;

namespace PartnerClient.OsayCore;

/// <summary>Every call of OsayCore: a user's token first, then what it is good for.</summary>
internal sealed class OsayCoreTour(OsayCoreClient osayCore) : ApiTour("osaycore")
{
    private const string UserId = "uuid-of-user";

    public override async Task RunAsync(CallTable calls)
    {
        await calls.CallAsync(
            "POST /api/auth/oauth/initiate",
            () => osayCore.StartSignInAsync(new SignIn("google", "http://localhost:3000/auth/osaycore-callback")),
            page => page.AuthUrl.AbsolutePath);
        UserJwt? jwt = await calls.CallAsync(
            "POST /api/auth/generate-user-jwt",
            () => osayCore.IssueUserTokenAsync(new TokenOrder(UserId)),
            jwt => $"a token until {jwt.ExpiresAt.ToString("u", CultureInfo.InvariantCulture)}");
        string token = jwt?.JwtToken ?? "";
        await calls.CallAsync(
            "POST /api/credits/add-credits",
            () => osayCore.AddCreditsAsync(new CreditGrant(UserId, 5, "BONUS", "A present")),
            transaction => Balance(transaction.NewBalance));
        await calls.CallAsync(
            "POST /api/action/deduct-credits",
            () => osayCore.DeductCreditsAsync(token, new Deduction(2.5m, "A report", Guid.NewGuid().ToString())),
            transaction => Balance(transaction.NewBalance));
        await calls.CallAsync(
            "GET /api/user/context",
            () => osayCore.GetContextAsync(token),
            context => $"{context.UserSummary.Username}, {Balance(context.CreditBalance.Balance)}");
    }

    private static string Balance(decimal credits) => string.Create(CultureInfo.InvariantCulture, $"balance {credits}");
}
