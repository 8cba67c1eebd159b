using System.Text.Json;
using System.Text.Json.Serialization;
using PartnerClient.Guide;
using PartnerClient.OneRing;
using PartnerClient.Oort;
using PartnerClient.OsayCore;
using PartnerClient.TheOne;

namespace PartnerClient.Json;

/// <summary>The JSON of all five APIs, as code that is made when the program is built: a trimmed program has no reflection to do it with.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Caller))]
[JsonSerializable(typeof(Rings))]
[JsonSerializable(typeof(NewSubscription))]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(SubscriptionList))]
[JsonSerializable(typeof(TestEvent))]
[JsonSerializable(typeof(QueuedEvent))]
[JsonSerializable(typeof(SignIn))]
[JsonSerializable(typeof(SignInPage))]
[JsonSerializable(typeof(TokenOrder))]
[JsonSerializable(typeof(UserJwt))]
[JsonSerializable(typeof(Deduction))]
[JsonSerializable(typeof(CreditGrant))]
[JsonSerializable(typeof(CreditTransaction))]
[JsonSerializable(typeof(UserContext))]
[JsonSerializable(typeof(ServerTime))]
[JsonSerializable(typeof(TradeOrder))]
[JsonSerializable(typeof(Estimate))]
[JsonSerializable(typeof(Trade))]
[JsonSerializable(typeof(BalanceList))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(IssuedKey))]
[JsonSerializable(typeof(NewTask))]
[JsonSerializable(typeof(OortAnswer<OortTask>))]
[JsonSerializable(typeof(OortAnswer<OortTaskList>))]
[JsonSerializable(typeof(ProductPage))]
[JsonSerializable(typeof(BulkUpdate))]
[JsonSerializable(typeof(BulkResult))]
[JsonSerializable(typeof(StockChange))]
[JsonSerializable(typeof(OAuthToken))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ApiJson : JsonSerializerContext;
