// What the code about webhooks may use without showing where it comes from.
global using static SnippetContexts.Webhooks;
global using SnippetContexts;
global using HmacKit.Webhooks;

namespace SnippetContexts
{
    using System.Text.Json.Serialization.Metadata;

    public sealed record DraftEvent(string EventType, string EventId);

    /// <summary>Stands for a source-generated context, which a test can't generate.</summary>
    public sealed class EventJson
    {
        public static EventJson Default => null!;

        public JsonTypeInfo<DraftEvent> DraftEvent => null!;
    }

    internal static class Webhooks
    {
        public static byte[] body => [];

        public static System.Data.Common.DbConnection connection => null!;

        public static WebhookOutbox outbox => null!;

        public static WebApplicationBuilder builder => null!;

        public static WebApplication app => null!;
    }
}
