Console.Error.WriteLine("QuickStart is not written yet.");
return 1;
