Providers.ProviderHost.Build(args).Run();
