// What the code in README and docs may use without showing where it comes from. A block's own variables hide these.
global using static SnippetContexts.Default;

namespace SnippetContexts
{
    internal static class Default
    {
        public static RawRequest request => null!;

        public static byte[] body => [];

        public static HttpRequestMessage message => null!;

        public static WebApplicationBuilder builder => null!;

        public static WebApplication app => null!;
    }
}
