using System.Text.Json;
using Providers.Audit;
using Providers.Json;

namespace Providers.OsayCore;

/// <summary>Taking credits from a user, and giving some.</summary>
internal static class CreditEndpoints
{
    private const int MaxId = 200;
    private const int MostListed = 100;

    private static readonly string[] TransactionTypes = ["PURCHASE", "BONUS", "REFUND", "ADJUSTMENT", "EARNED"];

    public static async Task<IResult> DeductAsync(HttpContext context, OsayCoreApps apps, CreditLedger ledger, Activity activity)
    {
        if (await ApiJson.ReadAsync<DeductRequest>(context) is not { } request
            || !CreditAmount.TryRead(request.Amount, out long units)
            || !ApiJson.IsOptionalText(request.Description)
            || !(request.ClientReferenceId is null || ApiJson.IsText(request.ClientReferenceId, MaxId)))
        {
            return OsayCoreAnswers.BadRequest("Invalid amount or parameters");
        }

        UserSession session = UserSession.Of(context);
        OsayCoreApp app = apps.Of(context);
        CreditResult result = ledger.Change(new CreditChange(app.Id, session.UserId, "DEDUCTION", -units, request.Description, request.ClientReferenceId)
        {
            LeastBalance = (long)(app.MinimumBalance * CreditAmount.PerCredit),
            IsAllowed = app.Of(session.UserId).CanUse ?? true,
        });
        activity.Note(context, "credits.deduct", OutcomeOf(result), app.Id, $"{session.UserId} {result.TransactionId}");
        return Answer(result);
    }

    /// <summary>What this application has changed of the user's balance.</summary>
    public static IResult ListTransactions(HttpContext context, OsayCoreApps apps, CreditLedger ledger) => ApiJson.Answer(new
    {
        transactions = ledger.List(apps.Of(context).Id, UserSession.Of(context).UserId, MostListed).Select(static transaction => new
        {
            id = transaction.Id,
            type = transaction.Type,
            amount = CreditAmount.ToCredits(transaction.Units),
            new_balance = CreditAmount.ToCredits(transaction.NewBalance),
            description = transaction.Description,
            created_at = ApiJson.Time(transaction.Time),
        }),
    });

    public static async Task<IResult> AddAsync(HttpContext context, OsayCoreApps apps, CreditLedger ledger, Activity activity)
    {
        if (await ApiJson.ReadAsync<AddRequest>(context) is not { } request
            || !ApiJson.IsText(request.UserId, MaxId)
            || !CreditAmount.TryRead(request.Amount, out long units)
            || !ApiJson.IsOptionalText(request.Description)
            || !TransactionTypes.Contains(request.TransactionType, StringComparer.Ordinal)
            || !(request.PaymentId is null || ApiJson.IsText(request.PaymentId, MaxId)))
        {
            return OsayCoreAnswers.BadRequest("Invalid amount, transaction type, or parameters");
        }

        // A payment is credited once, however often its webhook comes.
        string? reference = request.PaymentId is null ? null : $"payment:{request.PaymentId}";
        string appId = apps.Of(context).Id;
        CreditResult result = ledger.Change(new CreditChange(appId, request.UserId!, request.TransactionType!, units, request.Description, reference));
        activity.Note(context, "credits.add", OutcomeOf(result), appId, $"{request.UserId} {result.TransactionId}");
        return Answer(result);
    }

    private static string OutcomeOf(CreditResult result) => result.Status == CreditStatus.Done ? "done" : JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Status.ToString());

    private static IResult Answer(CreditResult result) => result.Status switch
    {
        CreditStatus.Done => ApiJson.Answer(new
        {
            success = true,
            transaction_id = result.TransactionId,
            new_balance = CreditAmount.ToCredits(result.NewBalance),
        }),
        CreditStatus.UnknownUser => OsayCoreAnswers.UserNotFound,
        CreditStatus.Insufficient => OsayCoreAnswers.InsufficientCredits,
        CreditStatus.NotAuthorized => OsayCoreAnswers.Forbidden("User not authorized to use the app feature"),
        CreditStatus.ReferenceUsedBefore => OsayCoreAnswers.BadRequest("This reference was used for another transaction"),
        _ => OsayCoreAnswers.BadRequest("Invalid amount or parameters"),
    };

    private sealed record DeductRequest(decimal? Amount, string? Description, string? ClientReferenceId);

    private sealed record AddRequest(string? UserId, decimal? Amount, string? Description, string? TransactionType, string? PaymentId);
}
