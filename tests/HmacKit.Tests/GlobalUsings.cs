global using HmacKit.Tests.Fixtures;
