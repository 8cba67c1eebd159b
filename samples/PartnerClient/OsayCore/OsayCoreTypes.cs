namespace PartnerClient.OsayCore;

internal sealed record SignIn(string Provider, string RedirectUri);

internal sealed record SignInPage(Uri AuthUrl);

internal sealed record TokenOrder(string UserId, int? ExpiresInSeconds = null);

internal sealed record UserJwt(string JwtToken, DateTimeOffset ExpiresAt);

internal sealed record Deduction(decimal Amount, string? Description, string? ClientReferenceId);

internal sealed record CreditGrant(string UserId, decimal Amount, string TransactionType, string? Description = null, string? PaymentId = null);

internal sealed record CreditTransaction(bool Success, string TransactionId, decimal NewBalance);

internal sealed record UserContext(UserSummary UserSummary, CreditBalance CreditBalance, Dictionary<string, bool> EnabledFeatures);

internal sealed record UserSummary(string Id, string Email, string Username, string Status);

internal sealed record CreditBalance(decimal Balance, decimal LifetimeEarned, decimal LifetimeSpent);
