using Microsoft.Extensions.DependencyInjection;

namespace HmacKit;

/// <summary>
/// A registration among the services: made once, checked when the host starts, and the source of services that are given only if nothing
/// is wrong with it.
/// </summary>
internal readonly struct Registered<TRegistration>
    where TRegistration : CheckedRegistration
{
    private readonly IServiceCollection _services;
    private readonly string? _name;

    /// <summary>Adds a registration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The service key of the registration and of all that it gives; null for none.</param>
    /// <param name="create">Reads the settings.</param>
    public Registered(IServiceCollection services, string? name, Func<IServiceProvider, TRegistration> create)
    {
        _services = services;
        _name = name;
        services.AddKeyedSingleton(name, (provider, _) => create(provider));
        services.AddSingleton<CheckedRegistration>(provider => provider.GetRequiredKeyedService<TRegistration>(name));
    }

    /// <summary>Whether there is such a registration.</summary>
    public static bool IsIn(IServiceCollection services, string? name) =>
        services.Any(service => service.ServiceType == typeof(TRegistration) && Equals(service.ServiceKey, name));

    /// <summary>Adds a service that is made once.</summary>
    public Registered<TRegistration> Gives<TService>(Func<TRegistration, TService> get)
        where TService : class
    {
        _services.AddKeyedSingleton(_name, (provider, name) => get(Sound(provider, name)));
        return this;
    }

    /// <summary>Adds a service that is asked for each time.</summary>
    public Registered<TRegistration> GivesEachTime<TService>(Func<TRegistration, TService> get)
        where TService : class
    {
        _services.AddKeyedTransient(_name, (provider, name) => get(Sound(provider, name)));
        return this;
    }

    /// <summary>Adds a service that is made once, unless the application has one of its own.</summary>
    public Registered<TRegistration> GivesUnlessThereIs<TService>(Func<TRegistration, TService> get)
        where TService : class
    {
        string? registered = _name;
        if (!_services.Any(service => service.ServiceType == typeof(TService) && Equals(service.ServiceKey, registered)))
        {
            Gives(get);
        }

        return this;
    }

    private static TRegistration Sound(IServiceProvider provider, object? name)
    {
        TRegistration registration = provider.GetRequiredKeyedService<TRegistration>(name);
        registration.ThrowIfFaulty();
        return registration;
    }
}
