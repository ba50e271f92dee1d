import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { ChoiceCards } from "../ui/choice-cards.tsx";
import { chooseTheme, chosenTheme, type Theme } from "./theme.ts";

export function Appearance() {
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <ChoiceCards
      label="Colours"
      value={theme}
      onChoose={choose}
      choices={{
        system: { icon: <Monitor size={16} />, title: "As my device" },
        light: { icon: <Sun size={16} />, title: "Light" },
        dark: { icon: <Moon size={16} />, title: "Dark" },
      }}
    />
  );
}
