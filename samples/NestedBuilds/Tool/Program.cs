System.Console.WriteLine("The tool is installed.");
