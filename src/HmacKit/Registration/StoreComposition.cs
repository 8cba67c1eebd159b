using Microsoft.Extensions.DependencyInjection;

namespace HmacKit;

/// <summary>
/// Puts the stores of packages in the place of the ports. It is done after all calls of an <c>AddHmacKit</c>, and which store keeps
/// what is decided when it is first asked for, so that the order of the calls doesn't matter.
/// </summary>
internal static class StoreComposition
{
    private static readonly object Other = new();

    public static void Apply(IServiceCollection services)
    {
        if (!services.Any(static service => service.ServiceType == typeof(SharedStores)))
        {
            return;
        }

        Replace<IReplayStore>(services, static provider => Find(provider, StoreRoles.Replay)?.Replay);
        Replace<ITokenBucketStore>(services, static provider => Find(provider, StoreRoles.Limits)?.Buckets, static provider => provider.GetService<LimitRegistration>()?.CreateBuckets());
        Replace<CredentialStore>(services, static provider => Find(provider, StoreRoles.Credentials)?.Credentials ?? Cached(provider));
    }

    /// <summary>What stops a host: two stores that keep the same. It also says in the log what no store keeps.</summary>
    public static IEnumerable<string> FindFaults(IServiceProvider provider)
    {
        try
        {
            foreach (StoreRoles role in (ReadOnlySpan<StoreRoles>)[StoreRoles.Replay, StoreRoles.Credentials, StoreRoles.Limits])
            {
                Find(provider, role);
            }

            if (provider.GetService<ITokenBucketStore>() is MemoryTokenBuckets)
            {
                SharedStores stores = provider.GetServices<SharedStores>().First();
                Log.BudgetsPerProcess(stores.Logger, stores.Name);
            }

            return [];
        }
        catch (InvalidOperationException exception)
        {
            return [exception.Message];
        }
        catch (ArgumentException)
        {
            // One of them can't be made, which its own check says.
            return [];
        }
    }

    /// <summary>What stops a host: a setting, or a fault of the server that won't go away by itself.</summary>
    public static IEnumerable<string> FindFaults<TStores>(string use, IServiceProvider provider)
        where TStores : SharedStores
    {
        try
        {
            return provider.GetRequiredService<TStores>().FindFault() is { } fault ? [$"{use}: {fault}"] : [];
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return [$"{use}: {SettingsReader.Reason(exception)}"];
        }
    }

    private static SharedStores? Find(IServiceProvider provider, StoreRoles role)
    {
        SharedStores[] keepers = [.. provider.GetServices<SharedStores>().Where(stores => stores.Keeps.HasFlag(role))];
        return keepers.Length <= 1 ? keepers.FirstOrDefault() : throw new InvalidOperationException(
            $"The stores {string.Join(" and ", keepers.Select(static stores => $"'{stores.Name}'"))} both keep {role}. Say which one does: take {nameof(StoreRoles)}.{role} out of {nameof(StoreOptions.Keeps)} of the other one.");
    }

    /// <summary>The application's own store behind a cache that hears of changes on other machines; null if no store offers that.</summary>
    private static CachedCredentialStore? Cached(IServiceProvider provider) =>
        provider.GetServices<SharedStores>().FirstOrDefault(static stores => stores.IsCache) is { } cache
            ? cache.Cache(provider.GetRequiredKeyedService<CredentialStore>(Other))
            : null;

    /// <summary>What was there becomes a service under a key of its own, for what no store keeps.</summary>
    private static void Replace<TService>(IServiceCollection services, Func<IServiceProvider, TService?> choose, Func<IServiceProvider, TService?>? findLast = null)
        where TService : class
    {
        if (services.Any(static service => service.ServiceType == typeof(Choice<TService>)))
        {
            return;
        }

        if (services.LastOrDefault(static service => service.ServiceType == typeof(TService) && !service.IsKeyedService) is { } other)
        {
            services.Remove(other);
            services.Add(
                other.ImplementationInstance is { } instance ? ServiceDescriptor.KeyedSingleton(typeof(TService), Other, instance)
                : other.ImplementationFactory is { } create ? ServiceDescriptor.KeyedSingleton(typeof(TService), Other, (provider, _) => create(provider))
                : ServiceDescriptor.KeyedSingleton(typeof(TService), Other, other.ImplementationType!));
        }

        services.AddSingleton(new Choice<TService>());
        services.AddSingleton<TService>(provider => choose(provider) ?? provider.GetKeyedService<TService>(Other) ?? findLast?.Invoke(provider)!);
    }

    /// <summary>Says that it was done.</summary>
    private sealed class Choice<TService>;
}
