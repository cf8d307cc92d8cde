return await Pitwall.Commands.CommandLine.RunAsync(args);
